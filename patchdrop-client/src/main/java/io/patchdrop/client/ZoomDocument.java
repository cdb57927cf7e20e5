package io.patchdrop.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A quote or a zoom.
 *
 * @param chips all of them, in order
 * @param total what they take together, looks included
 * @param report the requests that were sent to the source
 * @param owned what earlier calls had bought of the source; not of jobs, which begin with nothing
 */
public record ZoomDocument(List<Chip> chips, Total total, Report report, Optional<Owned> owned) {
    public ZoomDocument {
        chips = List.copyOf(chips);
    }

    /**
     * What is not bought again.
     *
     * @param bytes that came for earlier calls
     * @param requests that this took
     */
    public record Owned(long bytes, long requests) {}

    /**
     * A square that is classified as one.
     *
     * @param chip its number, from 0
     * @param window left, top, width, height in pixels of full resolution
     * @param outcome of a zoom: {@code enough}, {@code zoomed}, {@code limited}, {@code abstained} or {@code failed}
     * @param className the answer, of a quote the look's; none if it abstained or failed
     * @param confidence of it
     * @param patches that are or would be bought, the first first
     * @param bytes that these take; what a chip before bought costs nothing
     * @param requests the same
     * @param price the same
     * @param probabilities of a zoom: of every class
     * @param limited of a quote: whether a limit left patches out
     * @param error one line, if it failed
     */
    public record Chip(
            int chip,
            List<Integer> window,
            Optional<String> outcome,
            @JsonProperty("class") Optional<String> className,
            double confidence,
            List<Integer> patches,
            long bytes,
            long requests,
            double price,
            Map<String, Double> probabilities,
            boolean limited,
            Optional<String> error) {
        public Chip {
            window = List.copyOf(window);
            patches = List.copyOf(patches);
            probabilities = Copies.of(probabilities);
        }
    }

    /**
     * What everything takes.
     *
     * @param bytes together
     * @param requests together
     * @param price together, in the prices' currency
     * @param fullBytes what all pixels of the chips would take
     * @param fullPrice of these
     * @param lookBytes of opening and looking alone
     * @param lookRequests of opening and looking alone
     * @param certain of a quote: whether exactly this will be bought, or at most this
     * @param exact of a quote: whether bytes are known, or estimated
     * @param overRead of a quote: pixels that are bought for each that is wanted
     * @param expectedPatches of a quote: mean number a chip
     * @param expectedAccuracy of a quote: 0 to 1, where it is known
     */
    public record Total(
            long bytes,
            long requests,
            double price,
            long fullBytes,
            double fullPrice,
            long lookBytes,
            long lookRequests,
            Optional<Boolean> certain,
            Optional<Boolean> exact,
            OptionalDouble overRead,
            OptionalDouble expectedPatches,
            OptionalDouble expectedAccuracy) {}

    /**
     * Requests that were sent to the source.
     *
     * @param heads how many HEAD requests: none
     * @param gets the GET requests
     */
    public record Report(@JsonProperty("HEAD") Heads heads, @JsonProperty("GET") Gets gets) {}

    /**
     * HEAD requests.
     *
     * @param count how many
     */
    public record Heads(long count) {}

    /**
     * GET requests.
     *
     * @param count how many
     * @param bytes that came
     * @param ranges that were asked for, such as {@code 0-16383}
     */
    public record Gets(long count, long bytes, List<String> ranges) {
        public Gets {
            ranges = List.copyOf(ranges);
        }
    }
}
