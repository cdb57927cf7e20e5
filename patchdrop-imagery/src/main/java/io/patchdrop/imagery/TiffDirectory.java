package io.patchdrop.imagery;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** The first directory of a TIFF file: the fields that say how its pixels are stored (Adobe, TIFF revision 6.0). */
final class TiffDirectory {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS_PER_SAMPLE = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int STRIP_OFFSETS = 273;
    static final int SAMPLES_PER_PIXEL = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    static final int JPEG_OFFSET = 513;

    private static final int ENTRY_BYTES = 12;
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final ByteBuffer file;
    /** Where the entry of each field starts. */
    private final Map<Integer, Integer> entries = new HashMap<>();

    /**
     * Reads the directory's entries, not their values.
     *
     * @param encoded a file that starts with a TIFF signature
     * @throws UnusableImageException if the directory does not lie inside of the file
     */
    TiffDirectory(byte[] encoded) throws UnusableImageException {
        file = ByteBuffer.wrap(encoded);
        file.order(encoded[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long start = number(4, LONG);
        long count = number(start, SHORT);
        for (long entry = start + 2; entry < start + 2 + count * ENTRY_BYTES; entry += ENTRY_BYTES) {
            entries.putIfAbsent((int) number(entry, SHORT), inside(entry, ENTRY_BYTES));
        }
    }

    /** A field's first value, or another number if the field is not there or holds no whole numbers. */
    long first(int tag, long otherwise) throws UnusableImageException {
        long[] values = all(tag);
        return values.length == 0 ? otherwise : values[0];
    }

    /**
     * A field's values, none if it is not there or holds no whole numbers.
     *
     * @throws UnusableImageException if they do not lie inside of the file
     */
    long[] all(int tag) throws UnusableImageException {
        Integer entry = entries.get(tag);
        if (entry == null) {
            return new long[0];
        }
        int type = (int) number(entry + 2L, SHORT);
        int size = size(type);
        if (size == 0) {
            return new long[0];
        }
        long count = number(entry + 4L, LONG);
        long start = count * size <= 4 ? entry + 8L : number(entry + 8L, LONG);
        inside(start, count * size);
        long[] values = new long[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(start + (long) i * size, type);
        }
        return values;
    }

    private static int size(int type) {
        return switch (type) {
            case BYTE -> 1;
            case SHORT -> 2;
            case LONG -> 4;
            default -> 0;
        };
    }

    private long number(long position, int type) throws UnusableImageException {
        int start = inside(position, size(type));
        return switch (type) {
            case BYTE -> Byte.toUnsignedLong(file.get(start));
            case SHORT -> Short.toUnsignedLong(file.getShort(start));
            default -> Integer.toUnsignedLong(file.getInt(start));
        };
    }

    private int inside(long position, long length) throws UnusableImageException {
        if (position > file.capacity() - length) {
            throw new UnusableImageException(UnusableImageException.TOO_SHORT);
        }
        return (int) position;
    }
}
