package io.patchdrop.client;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A zoom that the server works on by itself.
 *
 * @param id what calls name it by
 * @param model that it uses
 * @param state where it is
 * @param created when it was accepted
 * @param started when work on it began
 * @param finished when it ended
 * @param request what was ordered
 * @param chips how many there are, once that is known
 * @param looked chips that were looked at
 * @param zoomed chips that are done
 * @param bytes that were bought
 * @param requests that this took
 * @param price of it
 * @param fullBytes what all pixels would take, once that is known
 * @param fullPrice of these
 * @param width of the source, pixels, once that is known
 * @param height of the source, pixels, once that is known
 * @param error one line, if it failed
 */
public record Job(
        String id,
        String model,
        State state,
        Instant created,
        Optional<Instant> started,
        Optional<Instant> finished,
        Map<String, Object> request,
        OptionalInt chips,
        int looked,
        int zoomed,
        long bytes,
        long requests,
        double price,
        OptionalLong fullBytes,
        OptionalDouble fullPrice,
        OptionalInt width,
        OptionalInt height,
        Optional<String> error) {
    public Job {
        request = Copies.of(request);
    }

    /** Where a job is. */
    public enum State {
        /** Others come first. */
        @JsonProperty("waiting")
        WAITING,
        /** It looks, and decides what to buy. */
        @JsonProperty("looking")
        LOOKING,
        /** It buys and classifies. */
        @JsonProperty("zooming")
        ZOOMING,
        /** Its result is there. */
        @JsonProperty("done")
        DONE,
        /** It ended without a result. */
        @JsonProperty("failed")
        FAILED,
        /** It was stopped. */
        @JsonProperty("stopped")
        STOPPED,
        /** One that this client does not know. */
        @JsonEnumDefaultValue
        UNKNOWN;

        /** Whether nothing more happens. */
        public boolean ended() {
            return this == DONE || this == FAILED || this == STOPPED;
        }
    }
}
