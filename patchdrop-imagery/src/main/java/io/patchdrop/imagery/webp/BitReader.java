package io.patchdrop.imagery.webp;

import io.patchdrop.imagery.UnusableImageException;
import java.nio.ByteBuffer;

/** Bits of bytes, the least significant one first. */
final class BitReader {
    private final ByteBuffer bytes;
    private long window;
    private int available;

    /** @param bytes from here to its limit */
    BitReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** The next bits, 32 of them, without taking them; zeros after the end. */
    int peek() {
        while (available <= Long.SIZE - Byte.SIZE && bytes.hasRemaining()) {
            window |= (bytes.get() & 0xffL) << available;
            available += Byte.SIZE;
        }
        return (int) window;
    }

    /** @throws UnusableImageException if there are not so many left of those that {@link #peek} saw */
    void skip(int count) throws UnusableImageException {
        if (count > available) {
            throw new UnusableImageException(Webp.TOO_SHORT);
        }
        window >>>= count;
        available -= count;
    }

    /** @param count 0 to 31 */
    int bits(int count) throws UnusableImageException {
        int bits = peek() & ((1 << count) - 1);
        skip(count);
        return bits;
    }

    boolean bit() throws UnusableImageException {
        return bits(1) == 1;
    }
}
