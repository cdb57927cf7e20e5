package io.patchdrop.learn.data;

import io.patchdrop.imagery.ImageHeader;
import io.patchdrop.imagery.RgbImage;

/**
 * One image of a CIFAR file that is held in memory.
 *
 * @param file all bytes of the file
 * @param offset where the red plane starts; green and blue follow, each of 32 rows of 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a view of shared bytes, never compared
record CifarImage(byte[] file, int offset) implements PixelSource {
    static final int SIDE = 32;
    static final int PLANE = SIDE * SIDE;

    @Override
    public ImageHeader header() {
        return new ImageHeader(SIDE, SIDE, "cifar");
    }

    @Override
    public RgbImage pixels() {
        byte[] pixels = new byte[PLANE * 3];
        for (int i = 0; i < PLANE; i++) {
            pixels[i * 3] = file[offset + i];
            pixels[i * 3 + 1] = file[offset + PLANE + i];
            pixels[i * 3 + 2] = file[offset + 2 * PLANE + i];
        }
        return new RgbImage(SIDE, SIDE, pixels);
    }

    @Override
    public boolean isInMemory() {
        return true;
    }
}
