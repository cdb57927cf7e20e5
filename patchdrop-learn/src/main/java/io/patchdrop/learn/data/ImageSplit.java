package io.patchdrop.learn.data;

import java.util.Arrays;

/**
 * The labelled images of one split, in a fixed order: by class, then by name. Safe for use by several threads at once.
 */
public interface ImageSplit {
    /** Number of images. */
    int size();

    /** Side of the delivered images in pixels. */
    int imageSize();

    /** Class index of image {@code i}, 0 to {@code size() - 1}. */
    int label(int i);

    /** Name of image {@code i} inside its data set, unique. */
    String name(int i);

    /**
     * Writes image {@code i} as {@code [imageSize, imageSize, 3]} bytes, RGB.
     *
     * @param offset where in {@code target} the image starts; {@link #imageBytes} bytes must follow
     * @throws UnreadableImageException if it cannot be read; possible only in a split that is not cached
     * @throws io.patchdrop.core.InvalidInputException if it is too small, or one unreadable image too many
     */
    void read(int i, byte[] target, int offset) throws UnreadableImageException;

    /** Side of the delivered LR images in pixels; 0 if the images have no LR images of their own. */
    default int lookSize() {
        return 0;
    }

    /**
     * Writes the LR image of image {@code i} as {@code [lookSize, lookSize, 3]} bytes, RGB.
     *
     * @param offset where in {@code target} the image starts; {@link #lookBytes} bytes must follow
     * @throws UnreadableImageException if it cannot be read; possible only in a split that is not cached
     * @throws io.patchdrop.core.InvalidInputException if it is one unreadable image too many
     * @throws IllegalStateException if the images have none
     */
    default void readLook(int i, byte[] target, int offset) throws UnreadableImageException {
        throw new IllegalStateException("these images have no LR images of their own");
    }

    /** Bytes of one LR image. */
    default int lookBytes() {
        return lookSize() * lookSize() * 3;
    }

    /** Bytes of one image. */
    default int imageBytes() {
        return imageSize() * imageSize() * 3;
    }

    /** The class indices of all images, in order. */
    default int[] labels() {
        int[] labels = new int[size()];
        Arrays.setAll(labels, this::label);
        return labels;
    }
}
