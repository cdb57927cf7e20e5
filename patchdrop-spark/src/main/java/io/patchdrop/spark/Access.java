package io.patchdrop.spark;

import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.HttpOptions;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.imagery.tiff.Rescale;
import io.patchdrop.imagery.tiff.TiffOptions;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How executors get at images.
 *
 * @param headers sent with each request
 * @param connections requests that one executor has under way at a time at most, at least 1
 * @param gap bytes between two ranges that are bought along to save a request
 * @param bands of a TIFF that become red, green and blue, from 1; empty for the first three
 * @param rescale black and white of each band, one after the other; empty for the range of the type
 * @param asset key or role of the asset of a STAC Item; empty for the one with the pixels
 */
record Access(
        Map<String, String> headers, int connections, int gap, List<Integer> bands, List<Double> rescale, String asset)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** No headers, 32 connections, a gap of 8 bytes, bands as they are. */
    static final Access DEFAULT = new Access(
            Map.of(), BuyingOptions.DEFAULT.connections(), BuyingOptions.DEFAULT.gap(), List.of(), List.of(), "");

    /**
     * Images that one task has open at a time, each with one connection: all tasks of an executor together keep to its
     * connections.
     *
     * @param slots tasks that run in an executor at a time
     */
    int open(int slots) {
        return Math.max(1, connections / slots);
    }

    /** As {@link io.patchdrop.imagery.opening.ImageSources} takes it, with one connection an image. */
    OpeningOptions opening() {
        HttpOptions http = HttpOptions.DEFAULT;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            http = http.withHeader(header.getKey(), header.getValue());
        }
        List<Rescale> ranges = new ArrayList<>();
        for (int i = 0; i + 1 < rescale.size(); i += 2) {
            ranges.add(new Rescale(rescale.get(i), rescale.get(i + 1)));
        }
        return OpeningOptions.DEFAULT
                .withHttp(http)
                .withBuying(new BuyingOptions(gap, BuyingOptions.DEFAULT.longest(), 1))
                .withTiff(new TiffOptions(bands, ranges))
                .withAsset(asset);
    }
}
