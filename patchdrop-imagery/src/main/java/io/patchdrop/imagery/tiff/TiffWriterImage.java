package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;

/** An image that is written part by part; it need not be anywhere as a whole. */
public interface TiffWriterImage {
    /** Pixels across, positive. */
    int width();

    /** Pixels down, positive. */
    int height();

    /** Samples of a pixel: 1 (grey, or a class), 3 (RGB) or 4 (RGB and one more). */
    int bands();

    /** Bits of a sample, 8 or 16, without sign. */
    int bits();

    /**
     * Samples of a part of the image. The parts are asked for once each, tile by tile, row by row.
     *
     * @param region inside of the image
     * @return {@code [region.height, region.width, bands]}; of 16 bits the lower byte first. It is read before the next
     *     call, and not changed
     * @throws IOException if there are none; it ends the writing
     */
    byte[] samples(Region region) throws IOException;

    /** An image that is there as a whole. */
    static TiffWriterImage of(RgbImage image) {
        return of(image.width(), image.height(), 3, image.pixels());
    }

    /**
     * An image of 8 bits that is there as a whole.
     *
     * @param samples {@code [height, width, bands]}
     */
    static TiffWriterImage of(int width, int height, int bands, byte[] samples) {
        return new TiffWriterWholeImage(width, height, bands, samples);
    }
}
