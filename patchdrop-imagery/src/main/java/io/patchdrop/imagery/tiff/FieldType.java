package io.patchdrop.imagery.tiff;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Types of the values of fields. */
enum FieldType {
    BYTE(1, 1),
    ASCII(2, 1),
    SHORT(3, 2),
    LONG(4, 4),
    RATIONAL(5, 8),
    SIGNED_BYTE(6, 1),
    UNDEFINED(7, 1),
    SIGNED_SHORT(8, 2),
    SIGNED_LONG(9, 4),
    SIGNED_RATIONAL(10, 8),
    FLOAT(11, 4),
    DOUBLE(12, 8),
    DIRECTORY(13, 4),
    LONG8(16, 8),
    SIGNED_LONG8(17, 8),
    DIRECTORY8(18, 8);

    private final int code;
    private final int size;

    FieldType(int code, int size) {
        this.code = code;
        this.size = size;
    }

    /** The type of a code, if there is one. */
    static Optional<FieldType> of(int code) {
        for (FieldType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Bytes of one value. */
    int size() {
        return size;
    }

    /** A value as a whole number, cut off after the point; 64-bit ones above 2^63 - 1 are negative. */
    long whole(ByteBuffer values, int index) {
        int at = index * size;
        return switch (this) {
            case BYTE, ASCII, UNDEFINED -> Byte.toUnsignedLong(values.get(at));
            case SIGNED_BYTE -> values.get(at);
            case SHORT -> Short.toUnsignedLong(values.getShort(at));
            case SIGNED_SHORT -> values.getShort(at);
            case LONG, DIRECTORY -> Integer.toUnsignedLong(values.getInt(at));
            case SIGNED_LONG -> values.getInt(at);
            case LONG8, SIGNED_LONG8, DIRECTORY8 -> values.getLong(at);
            case RATIONAL, SIGNED_RATIONAL, FLOAT, DOUBLE -> (long) number(values, index);
        };
    }

    /** A value as a floating point number. */
    double number(ByteBuffer values, int index) {
        int at = index * size;
        return switch (this) {
            case FLOAT -> values.getFloat(at);
            case DOUBLE -> values.getDouble(at);
            case RATIONAL ->
                (double) Integer.toUnsignedLong(values.getInt(at)) / Integer.toUnsignedLong(values.getInt(at + 4));
            case SIGNED_RATIONAL -> (double) values.getInt(at) / values.getInt(at + 4);
            case BYTE,
                    ASCII,
                    UNDEFINED,
                    SIGNED_BYTE,
                    SHORT,
                    SIGNED_SHORT,
                    LONG,
                    DIRECTORY,
                    SIGNED_LONG,
                    LONG8,
                    SIGNED_LONG8,
                    DIRECTORY8 -> whole(values, index);
        };
    }
}
