package io.patchdrop.imagery;

import java.util.Optional;

/**
 * The size that a JPEG stream claims (ITU-T T.81, annex B).
 *
 * @param width pixels
 * @param height pixels
 */
record JpegFrame(int width, int height) {
    private static final int START = 0xd8;
    private static final int FIRST_FRAME = 0xc0;
    private static final int LAST_FRAME = 0xcf;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int EXTENSIONS = 0xc8;
    private static final int ARITHMETIC_CODING = 0xcc;

    /** The frame of the stream that starts here; empty if none starts here, or it ends before its frame. */
    static Optional<JpegFrame> find(byte[] bytes, long start) {
        if (start > bytes.length - 2 || at(bytes, start) != 0xff || at(bytes, start + 1) != START) {
            return Optional.empty();
        }
        long position = start + 2;
        while (position <= bytes.length - 9) {
            int marker = at(bytes, position + 1);
            if (at(bytes, position) != 0xff || marker == 0xff) {
                position++; // fill bytes may stand before a marker, and readers pass over others
            } else if (isFrame(marker)) {
                return Optional.of(new JpegFrame(pair(bytes, position + 7), pair(bytes, position + 5)));
            } else if (hasLength(marker)) {
                position += 2 + pair(bytes, position + 2);
            } else {
                position += 2;
            }
        }
        return Optional.empty();
    }

    private static boolean isFrame(int marker) {
        return marker >= FIRST_FRAME
                && marker <= LAST_FRAME
                && marker != HUFFMAN_TABLES
                && marker != EXTENSIONS
                && marker != ARITHMETIC_CODING;
    }

    /** Restart markers, the start, the end, and the bytes 0 and 1 stand alone. */
    private static boolean hasLength(int marker) {
        return marker > 1 && (marker < 0xd0 || marker > 0xd9);
    }

    private static int pair(byte[] bytes, long position) {
        return at(bytes, position) << 8 | at(bytes, position + 1);
    }

    private static int at(byte[] bytes, long position) {
        return bytes[(int) position] & 0xff;
    }
}
