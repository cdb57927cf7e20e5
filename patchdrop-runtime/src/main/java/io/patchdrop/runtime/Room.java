package io.patchdrop.runtime;

import io.patchdrop.core.bundle.Manifest;

/**
 * How much one call does at a time.
 *
 * @param images side by side in a micro-batch
 * @param imagesTogether whole images in one run of a dense classifier
 * @param patchesTogether patches in one run of an encoder
 */
record Room(int images, int imagesTogether, int patchesTogether) {
    /** Pixels that go through the HR classifier in one run: with more, what is between its layers outgrows the caches. */
    private static final long PIXELS_TOGETHER = 1 << 17;

    private static final long PIXEL_BYTES = 3 * Float.BYTES;
    /** Bytes that the inside of a net needs for each byte of its pixels, roughly. */
    private static final long INNER_BYTES = 32;

    /** Half of a call's share of the memory is for the inside of the nets, half for what the graphs read and write. */
    static Room of(Manifest manifest, RuntimeOptions options) {
        long half = options.memory() / options.calls() / 2;
        long imagePixels = (long) manifest.imageSize() * manifest.imageSize();
        long features =
                (long) Float.BYTES * manifest.patches() * (manifest.patchFeatures() + 2L * manifest.lookFeatures());
        long pixels = Math.min(PIXELS_TOGETHER, half / (INNER_BYTES * PIXEL_BYTES));
        int images = atLeastOne(Math.min(options.batch(), half / (imagePixels * PIXEL_BYTES + features)));
        return new Room(
                images,
                atLeastOne(Math.min(images, pixels / imagePixels)),
                atLeastOne(Math.min((long) images * manifest.patches(), pixels * manifest.patches() / imagePixels)));
    }

    private static int atLeastOne(long number) {
        return (int) Math.max(1, number);
    }
}
