package io.patchdrop.client;

import java.util.List;
import java.util.Optional;

/**
 * What the header of a source says.
 *
 * @param bounds west, south, east, north in degrees, where its place on Earth is known
 * @param crs its coordinate reference system, as an address of the OGC, where it is known
 * @param width pixels of full resolution
 * @param height pixels of full resolution
 * @param count of bands that are read
 * @param dtype of their values, such as {@code uint8}
 * @param overviews by how much each is smaller than full resolution
 * @param driver what GDAL calls the format
 * @param levels full resolution first
 * @param bytes that asking took
 */
public record SourceInfo(
        Optional<List<Double>> bounds,
        Optional<String> crs,
        int width,
        int height,
        int count,
        String dtype,
        List<Double> overviews,
        String driver,
        List<Level> levels,
        long bytes) {
    public SourceInfo {
        bounds = bounds.map(List::copyOf);
        overviews = List.copyOf(overviews);
        levels = List.copyOf(levels);
    }

    /**
     * A resolution.
     *
     * @param width pixels
     * @param height pixels
     */
    public record Level(int width, int height) {}
}
