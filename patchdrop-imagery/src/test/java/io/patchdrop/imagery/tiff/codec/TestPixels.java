package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.core.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/** Pixels like those of photographs: smooth, with edges and some noise. */
final class TestPixels {
    private TestPixels() {}

    /** {@code [height, width, bands]} of one byte. */
    static byte[] bytes(int width, int height, int bands) {
        RandomGenerator random = Seeds.generator(7, "test pixels", width, height, bands);
        byte[] pixels = new byte[width * height * bands];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(255 * value(i, width, bands, random))));
        }
        return pixels;
    }

    /** {@code [height, width, bands]} little-endian, over much of the type's range. */
    static byte[] of(SampleType type, int width, int height, int bands) {
        RandomGenerator random = Seeds.generator(7, "test pixels", width, height, bands);
        int count = width * height * bands;
        ByteBuffer buffer = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            double value = value(i, width, bands, random);
            switch (type) {
                case BIT -> buffer.put((byte) (value > 0.5 ? 1 : 0));
                case UINT8 -> buffer.put((byte) Math.max(0, Math.min(255, Math.round(255 * value))));
                case INT8 -> buffer.put((byte) Math.round(255 * value - 128));
                case UINT16 -> buffer.putShort((short) Math.round(65535 * value));
                case INT16 -> buffer.putShort((short) Math.round(65535 * value - 32768));
                case UINT32, INT32 -> buffer.putInt((int) (long) (4294967295.0 * value));
                case FLOAT32 -> buffer.putFloat((float) (value * 3000 - 1000));
                case FLOAT64 -> buffer.putDouble(value * 3000 - 1000);
            }
        }
        return buffer.array();
    }

    /** Mostly in 0 to 1. */
    private static double value(int index, int width, int bands, RandomGenerator random) {
        int band = index % bands;
        int x = index / bands % width;
        int y = index / bands / width;
        double wave = 0.5 + 0.3 * Math.sin(x / (9.0 + 5 * band)) + 0.15 * Math.cos((y + x * band) / 14.0);
        boolean house = x % 61 > 40 && y % 47 > 30;
        return (house ? 0.2 + 0.25 * band : wave) + random.nextGaussian() * 0.015;
    }
}
