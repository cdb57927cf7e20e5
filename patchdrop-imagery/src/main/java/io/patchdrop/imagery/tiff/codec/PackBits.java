package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;
import java.util.Arrays;

/** Byte runs (TIFF revision 6.0, section 9): a signed byte says how many bytes follow, or how often one is repeated. */
final class PackBits implements Unpacker {
    private static final int NOTHING = -128;

    @Override
    public byte[] unpack(byte[] packed, int length) throws UnusableImageException {
        byte[] bytes = new byte[length];
        int filled = 0;
        int next = 0;
        while (filled < length) {
            int head = byteAt(packed, next++);
            if (head >= 0) {
                int count = Math.min(head + 1, length - filled);
                if (count > packed.length - next) {
                    throw new UnusableImageException(TOO_SHORT);
                }
                System.arraycopy(packed, next, bytes, filled, count);
                next += count;
                filled += count;
            } else if (head != NOTHING) {
                int count = Math.min(1 - head, length - filled);
                Arrays.fill(bytes, filled, filled + count, byteAt(packed, next++));
                filled += count;
            }
        }
        return bytes;
    }

    private static byte byteAt(byte[] packed, int position) throws UnusableImageException {
        if (position >= packed.length) {
            throw new UnusableImageException(TOO_SHORT);
        }
        return packed[position];
    }
}
