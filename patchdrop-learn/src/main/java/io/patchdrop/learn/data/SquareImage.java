package io.patchdrop.learn.data;

import java.util.Arrays;

/**
 * The central square of an image.
 *
 * @param side pixels, positive
 * @param pixels {@code [side, side, 3]} bytes, RGB
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of pixels, never compared
record SquareImage(int side, byte[] pixels) {
    /** These pixels at another size, {@code [size, size, 3]}: see {@link Resampling}. The same array if the size fits. */
    byte[] resized(int size) {
        return size == side ? pixels : Resampling.resize(pixels, side, size);
    }

    @Override
    public String toString() {
        return "SquareImage[" + side + ", " + Arrays.hashCode(pixels) + "]";
    }
}
