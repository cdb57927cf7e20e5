package io.patchdrop.imagery.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Lays out TIFF files byte by byte, from the specifications alone, valid or not. */
final class TiffLayout {
    static final int SHORT = 3;
    static final int LONG = 4;
    static final int LONG8 = 16;

    private final boolean big;
    private ByteBuffer file = ByteBuffer.allocate(1 << 16);
    private int end;
    /** Where the offset of the next directory is written. */
    private int link;

    /** A field's values, all of one type. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Values(int type, long... numbers) {
        int bytes() {
            return switch (type) {
                case SHORT -> 2;
                case LONG -> 4;
                case LONG8 -> 8;
                default -> 1;
            };
        }
    }

    TiffLayout(ByteOrder order, boolean big) {
        this.big = big;
        file.order(order);
        file.put(0, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).put(1, file.get(0));
        file.putShort(2, (short) (big ? 43 : 42));
        if (big) {
            file.putShort(4, (short) 8);
        }
        link = big ? 8 : 4;
        end = big ? 16 : 8;
    }

    /** The fields of an image of 8-bit grey. */
    static Map<Integer, Values> grey(int width, int height, int tileWidth, int tileHeight) {
        Map<Integer, Values> fields = new TreeMap<>();
        fields.put(Tag.IMAGE_WIDTH, new Values(LONG, width));
        fields.put(Tag.IMAGE_HEIGHT, new Values(LONG, height));
        fields.put(Tag.BITS_PER_SAMPLE, new Values(SHORT, 8));
        fields.put(Tag.COMPRESSION, new Values(SHORT, 1));
        fields.put(Tag.PHOTOMETRIC, new Values(SHORT, 1));
        fields.put(Tag.TILE_WIDTH, new Values(SHORT, tileWidth));
        fields.put(Tag.TILE_HEIGHT, new Values(SHORT, tileHeight));
        return fields;
    }

    /** The offset of what comes next. */
    int end() {
        return end;
    }

    /** Leaves room up to an offset, if it is not reached yet. */
    void skipTo(int offset) {
        reserve(Math.max(0, offset - end));
    }

    private int reserve(int bytes) {
        int start = end;
        end += bytes;
        if (end > file.capacity()) {
            file = ByteBuffer.wrap(Arrays.copyOf(file.array(), 2 * end)).order(file.order());
        }
        return start;
    }

    /** Appends bytes and gives their offset. */
    int add(byte[] bytes) {
        int start = reserve(bytes.length);
        file.put(start, bytes);
        return start;
    }

    /** Appends values and gives their offset. */
    int add(Values values) {
        int start = reserve(values.numbers().length * values.bytes());
        put(start, values);
        return start;
    }

    private void put(int at, Values values) {
        for (int i = 0; i < values.numbers().length; i++) {
            long number = values.numbers()[i];
            int place = at + i * values.bytes();
            switch (values.bytes()) {
                case 1 -> file.put(place, (byte) number);
                case 2 -> file.putShort(place, (short) number);
                case 4 -> file.putInt(place, (int) number);
                default -> file.putLong(place, number);
            }
        }
    }

    /** Appends a directory with what its fields point to, as the next of the chain. */
    int directory(Map<Integer, Values> fields) {
        int start = startDirectory(fields.size());
        int at = start + (big ? 8 : 2);
        for (Map.Entry<Integer, Values> field : fields.entrySet()) {
            Values values = field.getValue();
            int size = values.numbers().length * values.bytes();
            putField(at, field.getKey(), values.type(), values.numbers().length);
            int inside = at + (big ? 12 : 8);
            if (size <= (big ? 8 : 4)) {
                put(inside, values);
            } else {
                putOffset(inside, add(values));
            }
            at += big ? 20 : 12;
        }
        return start;
    }

    private int startDirectory(int fields) {
        int start = reserve((big ? 8 : 2) + fields * (big ? 20 : 12) + (big ? 8 : 4));
        putOffset(link, start);
        link = end - (big ? 8 : 4);
        if (big) {
            file.putLong(start, fields);
        } else {
            file.putShort(start, (short) fields);
        }
        return start;
    }

    private void putField(int at, int tag, int type, long count) {
        file.putShort(at, (short) tag).putShort(at + 2, (short) type);
        putOffset(at + 4, count);
    }

    /** The fields of a directory, one of which may list values that lie elsewhere, or nowhere. */
    int directory(Map<Integer, Values> fields, int tag, int type, long count, long place) {
        Map<Integer, Values> all = new TreeMap<>(fields);
        all.put(tag, new Values(SHORT, 0));
        int start = directory(all);
        int index = all.keySet().stream().toList().indexOf(tag);
        int at = start + (big ? 8 : 2) + index * (big ? 20 : 12);
        putField(at, tag, type, count);
        putOffset(at + (big ? 12 : 8), place);
        return start;
    }

    private void putOffset(int at, long offset) {
        if (big) {
            file.putLong(at, offset);
        } else {
            file.putInt(at, (int) offset);
        }
    }

    /** Makes the last directory lead somewhere. */
    void linkTo(long offset) {
        putOffset(link, offset);
    }

    /** Overwrites a number of the width of an offset. */
    void offsetAt(int at, long offset) {
        putOffset(at, offset);
    }

    byte[] bytes() {
        return Arrays.copyOf(file.array(), end);
    }
}
