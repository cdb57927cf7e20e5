package io.patchdrop.server.jobs;

import org.jspecify.annotations.Nullable;

/**
 * What a job has done and spent.
 *
 * @param chips in all; null until the source was opened
 * @param looked chips that were looked at
 * @param zoomed chips that are done
 * @param bytes that were taken, looks included
 * @param requests the same
 * @param price of that, so far as it is known
 * @param fullBytes what all pixels of the chips would take; null until quoted
 * @param fullPrice the same
 * @param width of the image in pixels; null until the source was opened
 * @param height the same
 */
record Progress(
        @Nullable Integer chips,
        int looked,
        int zoomed,
        long bytes,
        long requests,
        double price,
        @Nullable Long fullBytes,
        @Nullable Double fullPrice,
        @Nullable Integer width,
        @Nullable Integer height) {
    /** Of a job that has not begun. */
    static final Progress NONE = new Progress(null, 0, 0, 0, 0, 0, null, null, null, null);

    /** The source was opened. */
    Progress opened(int newChips, int newWidth, int newHeight) {
        return new Progress(newChips, 0, zoomed, bytes, requests, price, fullBytes, fullPrice, newWidth, newHeight);
    }

    /** So many chips were looked at. */
    Progress withLooked(int newLooked) {
        return new Progress(chips, newLooked, zoomed, bytes, requests, price, fullBytes, fullPrice, width, height);
    }

    /** So many chips are done. */
    Progress withZoomed(int newZoomed) {
        return new Progress(chips, looked, newZoomed, bytes, requests, price, fullBytes, fullPrice, width, height);
    }

    /** So much was taken. */
    Progress taken(long newBytes, long newRequests, double newPrice) {
        return new Progress(
                chips, looked, zoomed, newBytes, newRequests, newPrice, fullBytes, fullPrice, width, height);
    }

    /** So much everything would take. */
    Progress quoted(long newFullBytes, double newFullPrice) {
        return new Progress(chips, looked, zoomed, bytes, requests, price, newFullBytes, newFullPrice, width, height);
    }
}
