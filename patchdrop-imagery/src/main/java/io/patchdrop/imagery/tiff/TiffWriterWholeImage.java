package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.Region;

/**
 * An image of 8 bits in memory.
 *
 * @param samples {@code [height, width, bands]}
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of pixels, never compared
record TiffWriterWholeImage(int width, int height, int bands, byte[] samples) implements TiffWriterImage {
    TiffWriterWholeImage {
        if (samples.length != (long) width * height * bands) {
            throw new IllegalArgumentException(
                    samples.length + " samples for " + width + " x " + height + " pixels of " + bands + " bands");
        }
    }

    @Override
    public int bits() {
        return Byte.SIZE;
    }

    @Override
    public byte[] samples(Region region) {
        byte[] part = new byte[region.width() * region.height() * bands];
        int rowBytes = region.width() * bands;
        for (int row = 0; row < region.height(); row++) {
            int from = ((region.top() + row) * width + region.left()) * bands;
            System.arraycopy(samples, from, part, row * rowBytes, rowBytes);
        }
        return part;
    }
}
