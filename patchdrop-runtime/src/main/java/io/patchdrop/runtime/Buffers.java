package io.patchdrop.runtime;

import java.nio.FloatBuffer;

/** Operations on direct buffers that Java lacks. */
final class Buffers {
    private static final float[] ZEROS = new float[4096];

    private Buffers() {}

    /** Fills with zeros from a place on. */
    static void clear(FloatBuffer buffer, int start, int length) {
        for (int done = 0; done < length; done += ZEROS.length) {
            buffer.put(start + done, ZEROS, 0, Math.min(ZEROS.length, length - done));
        }
    }

    /** Copies one row over another. */
    static void move(FloatBuffer buffer, int from, int to, int length) {
        buffer.put(to * length, buffer, from * length, length);
    }
}
