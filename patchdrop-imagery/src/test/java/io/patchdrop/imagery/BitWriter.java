package io.patchdrop.imagery;

import java.io.ByteArrayOutputStream;

/** Packs samples of 1 to 16 bits into bytes, from the highest bit on, as PNG and TIFF do. */
final class BitWriter {
    private final ByteArrayOutputStream out;
    private int pending;
    private int count;

    BitWriter(ByteArrayOutputStream out) {
        this.out = out;
    }

    void put(int value, int bits) {
        for (int bit = bits - 1; bit >= 0; bit--) {
            pending = pending << 1 | (value >> bit & 1);
            count++;
            if (count == 8) {
                out.write(pending);
                pending = 0;
                count = 0;
            }
        }
    }

    /** Fills the last byte with zeros, if it is not full. */
    void finishByte() {
        while (count > 0) {
            put(0, 1);
        }
    }
}
