package io.patchdrop.learn.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Images that were read together. The receiver owns the arrays.
 *
 * @param pixels {@code [size, imageSize, imageSize, 3]} bytes, RGB
 * @param lookPixels {@code [size, lookSize, lookSize, 3]} bytes, RGB: the LR images of a data set that has its own; null
 *     if the look is to be made from {@code pixels}
 * @param labels {@code [size]} class indices
 * @param indices {@code [size]} places in the split
 * @param size number of images, at least 1; less than the batch size in a last batch, and where images were unreadable
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of arrays, never compared
public record Batch(byte[] pixels, byte @Nullable [] lookPixels, int[] labels, int[] indices, int size) {
    /** Images without LR images of their own. */
    public Batch(byte[] pixels, int[] labels, int[] indices, int size) {
        this(pixels, null, labels, indices, size);
    }

    @Override
    public String toString() {
        return "Batch[indices=" + Arrays.toString(indices) + "]";
    }
}
