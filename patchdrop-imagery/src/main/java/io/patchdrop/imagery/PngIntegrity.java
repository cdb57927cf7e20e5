package io.patchdrop.imagery;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Checks that a PNG is complete and undamaged: the JDK's reader ignores the checksums and a missing end. */
final class PngIntegrity {
    private static final int SIGNATURE = 8;
    /** Length and type before a chunk's data, the checksum after it. */
    private static final int CHUNK_OVERHEAD = 12;

    private static final int HEADER_BYTES = 13;
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;

    /** Deflate copies at most 258 bytes with two codes, each of at least one bit (RFC 1951, section 3.2.5). */
    private static final int LARGEST_RATIO = 258 * 8 / 2;

    private PngIntegrity() {}

    /**
     * Walks the chunks to {@code IEND}; what follows it is ignored.
     *
     * @param encoded a file that starts with the PNG signature
     * @throws UnusableImageException if it ends early, a checksum is wrong, or its header claims more pixels than the limit or
     *     than its compressed bytes can hold
     */
    static void check(byte[] encoded, DecodingLimits limits) throws UnusableImageException {
        ByteBuffer buffer = ByteBuffer.wrap(encoded);
        int position = SIGNATURE;
        int type = 0;
        long compressed = 0;
        while (type != IEND) {
            if (encoded.length - position < CHUNK_OVERHEAD) {
                throw new UnusableImageException(UnusableImageException.TOO_SHORT);
            }
            int length = buffer.getInt(position);
            if (length < 0 || length > encoded.length - position - CHUNK_OVERHEAD) {
                throw new UnusableImageException(UnusableImageException.TOO_SHORT);
            }
            type = buffer.getInt(position + 4);
            CRC32 checksum = new CRC32();
            checksum.update(encoded, position + 4, length + 4);
            if ((int) checksum.getValue() != buffer.getInt(position + 8 + length)) {
                throw new UnusableImageException("damaged: a PNG checksum is wrong");
            }
            compressed += type == IDAT ? length : 0;
            position += CHUNK_OVERHEAD + length;
        }
        checkClaim(buffer, compressed, limits);
    }

    /** Refuses a header that claims more pixels than the limit, or than the compressed bytes can hold. */
    private static void checkClaim(ByteBuffer buffer, long compressed, DecodingLimits limits)
            throws UnusableImageException {
        if (buffer.getInt(SIGNATURE) != HEADER_BYTES || buffer.getInt(SIGNATURE + 4) != IHDR) {
            return; // the reader says what is wrong with it
        }
        int width = buffer.getInt(SIGNATURE + 8);
        int height = buffer.getInt(SIGNATURE + 12);
        if (width <= 0 || height <= 0) {
            return; // as above
        }
        limits.checkPixels(width, height);
        int depth = buffer.get(SIGNATURE + 16);
        int channels = channels(buffer.get(SIGNATURE + 17));
        long claimed = (long) width * height * depth * channels / Byte.SIZE;
        if (claimed > compressed * LARGEST_RATIO) {
            throw new UnusableImageException("damaged: a PNG with fewer pixels than its header claims");
        }
    }

    /** The channels of a colour type, at least; types that there are not have one. */
    private static int channels(int colourType) {
        return switch (colourType) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }
}
