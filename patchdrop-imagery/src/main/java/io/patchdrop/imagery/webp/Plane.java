package io.patchdrop.imagery.webp;

import java.util.Arrays;

/** Samples of one kind, with the borders that VP8's predictions take for neighbours: 127 above, 129 on the left. */
final class Plane {
    private static final byte ABOVE = 127;
    private static final byte LEFT = (byte) 129;

    private final byte[] samples;
    private final int stride;

    /**
     * @param width samples
     * @param height samples
     */
    Plane(int width, int height) {
        stride = width + 1;
        samples = new byte[stride * (height + 1)];
        Arrays.fill(samples, 0, stride, ABOVE);
        for (int y = 0; y < height; y++) {
            samples[index(-1, y)] = LEFT;
        }
    }

    /** Where a sample is, from (-1, -1) on; the one on its right follows, the one below it comes {@link #stride} later. */
    int index(int x, int y) {
        return (y + 1) * stride + x + 1;
    }

    int stride() {
        return stride;
    }

    /** 0 to 255. */
    int get(int index) {
        return samples[index] & 0xff;
    }

    void set(int index, int value) {
        samples[index] = (byte) clamped(value);
    }

    void add(int index, int difference) {
        set(index, get(index) + difference);
    }

    void fill(int index, int count, int value) {
        Arrays.fill(samples, index, index + count, (byte) value);
    }

    void copy(int from, int to, int count) {
        System.arraycopy(samples, from, samples, to, count);
    }

    static int clamped(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
