package io.patchdrop.imagery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Checks that a PNG is complete and undamaged: the JDK's reader ignores the checksums and a missing end. */
final class PngIntegrity {
    private static final int SIGNATURE = 8;
    /** Length and type before a chunk's data, the checksum after it. */
    private static final int CHUNK_OVERHEAD = 12;

    private static final int IEND = 0x49454e44;

    private PngIntegrity() {}

    /**
     * Walks the chunks to {@code IEND}; what follows it is ignored.
     *
     * @param encoded a file that starts with the PNG signature
     * @throws IOException if it ends early or a checksum is wrong
     */
    static void check(byte[] encoded) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(encoded);
        int position = SIGNATURE;
        int type = 0;
        while (type != IEND) {
            if (encoded.length - position < CHUNK_OVERHEAD) {
                throw new IOException("the file ends too early");
            }
            int length = buffer.getInt(position);
            if (length < 0 || length > encoded.length - position - CHUNK_OVERHEAD) {
                throw new IOException("the file ends too early");
            }
            type = buffer.getInt(position + 4);
            CRC32 checksum = new CRC32();
            checksum.update(encoded, position + 4, length + 4);
            if ((int) checksum.getValue() != buffer.getInt(position + 8 + length)) {
                throw new IOException("damaged: a PNG checksum is wrong");
            }
            position += CHUNK_OVERHEAD + length;
        }
    }
}
