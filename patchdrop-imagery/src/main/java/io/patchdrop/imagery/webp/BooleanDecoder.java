package io.patchdrop.imagery.webp;

import io.patchdrop.imagery.UnusableImageException;
import java.nio.ByteBuffer;

/** VP8's arithmetic decoder (RFC 6386, chapter 7): of every bit it must be known how probable it is. */
final class BooleanDecoder {
    private static final int EVEN = 128;

    /** Bytes after the end that a decoder may ask for, as if they were zero, though none of their bits counts. */
    private static final int LOOKED_AHEAD = 2;

    private final ByteBuffer bytes;
    private int missing;
    /** One less than the RFC's. */
    private int range = 254;

    private int value;
    /** Of {@link #value}, beyond the 8 that are compared. */
    private int bits = -Byte.SIZE;

    /** @param bytes from here to its limit */
    BooleanDecoder(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** A bit that is 0 with a probability of so many 256ths. */
    boolean bit(int probability) {
        if (bits < 0) {
            value = value << Byte.SIZE | nextByte();
            bits += Byte.SIZE;
        }
        int split = (range * probability) >> Byte.SIZE;
        boolean one = value >>> bits > split;
        int width = one ? range - split : split + 1;
        if (one) {
            value -= (split + 1) << bits;
        }
        int shift = Integer.numberOfLeadingZeros(width) - (Integer.SIZE - Byte.SIZE);
        range = (width << shift) - 1;
        bits -= shift;
        return one;
    }

    private int nextByte() {
        if (bytes.hasRemaining()) {
            return bytes.get() & 0xff;
        }
        missing++;
        return 0;
    }

    boolean flag() {
        return bit(EVEN);
    }

    /** An unsigned number, its most significant bit first. */
    int number(int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 1 | (flag() ? 1 : 0);
        }
        return number;
    }

    /** A number of so many bits before its sign. */
    int signed(int length) {
        int number = number(length);
        return flag() ? -number : number;
    }

    /** A flag, and if it is set a {@link #signed} number, else 0. */
    int optional(int length) {
        return flag() ? signed(length) : 0;
    }

    /** @throws UnusableImageException if more was read than there is */
    void checkEnd() throws UnusableImageException {
        if (missing > LOOKED_AHEAD) {
            throw new UnusableImageException(Webp.TOO_SHORT);
        }
    }
}
