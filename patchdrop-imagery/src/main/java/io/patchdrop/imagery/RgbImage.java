package io.patchdrop.imagery;

import java.util.Arrays;

/**
 * The part of an image that is used: its central square, or a rectangle around an object.
 *
 * @param width pixels, positive
 * @param height pixels, positive
 * @param pixels {@code [height, width, 3]} bytes, RGB
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of pixels, never compared
public record RgbImage(int width, int height, byte[] pixels) {
    public int shorterSide() {
        return Math.min(width, height);
    }

    /** These pixels as a square, {@code [size, size, 3]}: see {@link Resampling}. The same array if the size fits. */
    public byte[] resized(int size) {
        return size == width && size == height ? pixels : Resampling.resize(pixels, width, height, size);
    }

    @Override
    public String toString() {
        return "RgbImage[" + width + " x " + height + ", " + Arrays.hashCode(pixels) + "]";
    }
}
