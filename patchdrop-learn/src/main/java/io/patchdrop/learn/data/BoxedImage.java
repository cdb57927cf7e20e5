package io.patchdrop.learn.data;

import io.patchdrop.imagery.ImageDecoder;
import io.patchdrop.imagery.ImageHeader;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;

/**
 * A part of a larger image: a box with its context.
 *
 * @param image the whole image
 * @param box the part
 */
record BoxedImage(EncodedImage image, Box box) implements PixelSource {
    /** The size of the part. */
    @Override
    public ImageHeader header() throws IOException {
        ImageHeader whole = image.header();
        Region part = box.in(whole.width(), whole.height());
        return new ImageHeader(part.width(), part.height(), whole.format());
    }

    @Override
    public RgbImage pixels() throws IOException {
        return ImageDecoder.decode(image.bytes(), box);
    }
}
