package io.patchdrop.imagery.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A field of a directory.
 *
 * @param type of the values, as TIFF numbers them
 * @param count of the values
 * @param values their bytes, little-endian
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of bytes, never compared
record TiffWriterField(int tag, int type, long count, byte[] values) {
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int DOUBLE = 12;
    private static final int LONG8 = 16;
    private static final long LARGEST_SHORT = 0xFFFF;

    static TiffWriterField shorts(int tag, int... numbers) {
        byte[] values = new byte[Math.toIntExact(numbers.length * (long) Short.BYTES)];
        ByteBuffer bytes = littleEndian(values);
        for (int number : numbers) {
            bytes.putShort((short) number);
        }
        return new TiffWriterField(tag, SHORT, numbers.length, values);
    }

    static TiffWriterField integer(int tag, int number) {
        byte[] values = new byte[Integer.BYTES];
        littleEndian(values).putInt(number);
        return new TiffWriterField(tag, LONG, 1, values);
    }

    static TiffWriterField doubles(int tag, double... numbers) {
        byte[] values = new byte[Math.toIntExact(numbers.length * (long) Double.BYTES)];
        ByteBuffer bytes = littleEndian(values);
        for (double number : numbers) {
            bytes.putDouble(number);
        }
        return new TiffWriterField(tag, DOUBLE, numbers.length, values);
    }

    static TiffWriterField text(int tag, String text) {
        byte[] letters = text.getBytes(StandardCharsets.UTF_8);
        return new TiffWriterField(tag, ASCII, letters.length + 1L, Arrays.copyOf(letters, letters.length + 1));
    }

    /** The lengths of a level's tiles, as short as they can be told. */
    static TiffWriterField lengths(int tag, TiffWriterLevel level) {
        boolean isShort = true;
        for (int i = 0; i < level.tiles(); i++) {
            isShort &= level.length(i) <= LARGEST_SHORT;
        }
        byte[] values = new byte[Math.toIntExact(level.tiles() * (long) (isShort ? Short.BYTES : Integer.BYTES))];
        ByteBuffer bytes = littleEndian(values);
        for (int i = 0; i < level.tiles(); i++) {
            if (isShort) {
                bytes.putShort((short) level.length(i));
            } else {
                bytes.putInt(level.length(i));
            }
        }
        return new TiffWriterField(tag, isShort ? SHORT : LONG, level.tiles(), values);
    }

    /** The offsets of a level's tiles, that lie one after the other. */
    static TiffWriterField offsets(int tag, TiffWriterLevel level, long start, boolean isBig) {
        byte[] values = new byte[Math.toIntExact(level.tiles() * (long) (isBig ? Long.BYTES : Integer.BYTES))];
        ByteBuffer bytes = littleEndian(values);
        long offset = start;
        for (int i = 0; i < level.tiles(); i++) {
            if (isBig) {
                bytes.putLong(offset);
            } else {
                bytes.putInt((int) offset);
            }
            offset += level.length(i);
        }
        return new TiffWriterField(tag, isBig ? LONG8 : LONG, level.tiles(), values);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
