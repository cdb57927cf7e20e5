package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;

/**
 * LZW as of TIFF revision 6.0, section 13: codes of 9 to 12 bits, the most significant bit first, which become longer one
 * code earlier than they must.
 *
 * <p>A string of the table is one that was put out, and the byte after it: so the table says where it is in the output.
 */
final class Lzw implements Unpacker {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST_STRING = 258;
    private static final int SHORTEST_CODE = 9;
    private static final int LONGEST_CODE = 12;
    private static final int TABLE_SIZE = 1 << LONGEST_CODE;

    @Override
    public byte[] unpack(byte[] packed, int length) throws UnusableImageException {
        if (packed.length > 1 && packed[0] == 0 && (packed[1] & 1) == 1) {
            throw new UnusableImageException(
                    "its LZW compression is of the kind of before TIFF 6.0, which is not supported");
        }
        return new Decoding(packed, length).run();
    }

    /** One tile. */
    private static final class Decoding {
        private final byte[] packed;
        private final byte[] bytes;
        private final int[] starts = new int[TABLE_SIZE];
        private final int[] lengths = new int[TABLE_SIZE];
        private int position;
        private int buffer;
        private int buffered;
        private int filled;

        Decoding(byte[] packed, int length) {
            this.packed = packed;
            this.bytes = new byte[length];
        }

        byte[] run() throws UnusableImageException {
            int width = SHORTEST_CODE;
            int known = FIRST_STRING;
            int previousLength = 0;
            while (filled < bytes.length) {
                int code = nextCode(width);
                if (code == CLEAR) {
                    width = SHORTEST_CODE;
                    known = FIRST_STRING;
                    previousLength = 0;
                    continue;
                }
                if (code == END) {
                    throw new UnusableImageException(TOO_SHORT);
                }
                if (previousLength > 0 && known < TABLE_SIZE) {
                    starts[known] = filled - previousLength;
                    lengths[known] = previousLength + 1; // the last byte is the first one of what this code puts out
                    known++;
                }
                previousLength = put(code, known);
                if (known == (1 << width) - 1 && width < LONGEST_CODE) {
                    width++;
                }
            }
            return bytes;
        }

        /** Puts out a code's bytes, as far as they fit, and returns how many there are. */
        private int put(int code, int known) throws UnusableImageException {
            if (code < CLEAR) {
                bytes[filled++] = (byte) code;
                return 1;
            }
            if (code >= known) {
                throw new UnusableImageException("damaged: a tile has an LZW code that stands for nothing");
            }
            int count = Math.min(lengths[code], bytes.length - filled);
            int start = starts[code];
            for (int i = 0; i < count; i++) {
                bytes[filled + i] = bytes[start + i]; // one by one: the string may end in the byte that is put first
            }
            filled += count;
            return lengths[code];
        }

        private int nextCode(int width) throws UnusableImageException {
            while (buffered < width) {
                if (position == packed.length) {
                    throw new UnusableImageException(TOO_SHORT);
                }
                buffer = buffer << Byte.SIZE | (packed[position++] & 0xff);
                buffered += Byte.SIZE;
            }
            buffered -= width;
            return (buffer >>> buffered) & ((1 << width) - 1);
        }
    }
}
