package io.patchdrop.learn.data;

import io.patchdrop.imagery.ImageHeader;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;

/** Where the pixels of one image come from. Safe for use by several threads at once. */
interface PixelSource {
    /** Size and format, without reading pixels where that can be avoided. */
    ImageHeader header() throws IOException;

    /**
     * Reads the part of the image that is used: its central square, or what the data set marks.
     *
     * @throws IOException if the image cannot be read; the message says why, without naming the image
     */
    RgbImage pixels() throws IOException;

    /** Whether reading takes next to no time and cannot fail, so that neither a cache nor a check is of use. */
    default boolean isInMemory() {
        return false;
    }
}
