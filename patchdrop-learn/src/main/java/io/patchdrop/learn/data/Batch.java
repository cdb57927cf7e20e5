package io.patchdrop.learn.data;

import java.util.Arrays;

/**
 * Images that were read together. The receiver owns the arrays.
 *
 * @param pixels {@code [size, imageSize, imageSize, 3]} bytes, RGB
 * @param labels {@code [size]} class indices
 * @param indices {@code [size]} places in the split
 * @param size number of images, at least 1; less than the batch size in a last batch, and where images were unreadable
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of arrays, never compared
public record Batch(byte[] pixels, int[] labels, int[] indices, int size) {
    @Override
    public String toString() {
        return "Batch[indices=" + Arrays.toString(indices) + "]";
    }
}
