package io.patchdrop.imagery;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Checks that a BMP holds its own pixels. */
final class BmpIntegrity {
    private static final int HEADER_SIZE = 14;
    private static final int COMPRESSION = 30;
    /** The first kind of header that has the field compression. */
    private static final int HEADER_WITH_COMPRESSION = 40;

    private static final int JPEG = 4;
    private static final int PNG = 5;

    private BmpIntegrity() {}

    /**
     * Refuses the wrapping of a JPEG or PNG, made for printers: the size of what is inside may be any other than the
     * header's, which is the one that limits see.
     *
     * @param encoded a file that starts with the BMP signature
     */
    static void check(byte[] encoded) throws UnusableImageException {
        if (encoded.length < COMPRESSION + 4) {
            return; // an older and shorter header, or none at all: the reader sees to it
        }
        ByteBuffer buffer = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        int compression = buffer.getInt(COMPRESSION);
        boolean inside = compression == JPEG || compression == PNG;
        if (buffer.getInt(HEADER_SIZE) >= HEADER_WITH_COMPRESSION && inside) {
            throw new UnusableImageException("a BMP around a JPEG or PNG image is not supported");
        }
    }
}
