package io.patchdrop.imagery.iiif;

/** How many bytes pieces take, by level, learned from those that were bought. Safe for use by several threads. */
final class Averages {
    private final long[] pixels;
    private final long[] bytes;
    private final double guess;

    Averages(int levels, IiifOptions.Format format) {
        this.pixels = new long[levels];
        this.bytes = new long[levels];
        this.guess = format.bytesPerPixel();
    }

    synchronized void add(int level, long morePixels, long moreBytes) {
        pixels[level] += morePixels;
        bytes[level] += moreBytes;
    }

    /** What so many pixels of a level take, at least 1. */
    synchronized long estimate(int level, long some) {
        double perPixel = pixels[level] == 0 ? guess : (double) bytes[level] / pixels[level];
        return Math.max(1, Math.round(some * perPixel));
    }
}
