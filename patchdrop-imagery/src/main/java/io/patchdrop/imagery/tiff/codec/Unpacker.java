package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;
import java.util.Arrays;

/** A compression of bytes, whatever they mean. */
@FunctionalInterface
interface Unpacker {
    /** That a tile ends before all of its samples. */
    String TOO_SHORT = "damaged: a tile holds less than its pixels";

    /**
     * The first bytes of what is packed. What comes after them is passed over.
     *
     * @param packed not changed
     * @param length how many, positive
     * @return an array of this length
     * @throws UnusableImageException if they are damaged or fewer
     */
    byte[] unpack(byte[] packed, int length) throws UnusableImageException;

    /** No compression. */
    static byte[] stored(byte[] packed, int length) throws UnusableImageException {
        if (packed.length < length) {
            throw new UnusableImageException(TOO_SHORT);
        }
        return Arrays.copyOf(packed, length);
    }
}
