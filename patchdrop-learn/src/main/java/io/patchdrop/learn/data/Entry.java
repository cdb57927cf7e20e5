package io.patchdrop.learn.data;

import org.jspecify.annotations.Nullable;

/**
 * One labelled image as listed, not yet read.
 *
 * @param name path inside the data set, with slashes; unique
 * @param label index of its class
 * @param size encoded size in bytes, for the fingerprint
 * @param source its pixels
 * @param group what is held out together, such as several views of one place; of one class
 * @param look an LR image of its own, from another sensor; null if the look is made from the image
 */
record Entry(String name, int label, long size, PixelSource source, String group, @Nullable Look look) {

    /** An image that belongs to no other and has no LR image of its own. */
    Entry(String name, int label, long size, PixelSource source) {
        this(name, label, size, source, name, null);
    }

    /**
     * An LR image that shows what an HR image shows.
     *
     * @param name path inside the data set, with slashes
     * @param size encoded size in bytes, for the fingerprint
     * @param source its pixels
     */
    record Look(String name, long size, PixelSource source) {}

    /** This image under another name and with an LR image of its own. */
    Entry paired(String newName, Look newLook) {
        return new Entry(newName, label, size, source, group, newLook);
    }

    boolean isInMemory() {
        return source.isInMemory() && look == null;
    }
}
