package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.UnusableImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** One directory of a file: fields whose values are read when they are asked for. */
final class Directory {
    private final Pages pages;
    private final ByteOrder order;
    private final Map<Integer, Field> fields;

    Directory(Pages pages, ByteOrder order, Map<Integer, Field> fields) {
        this.pages = pages;
        this.order = order;
        this.fields = Map.copyOf(fields);
    }

    /**
     * A field.
     *
     * @param count how many values it has; as an unsigned number
     * @param place the offset of the first in the file; they may lie in the directory itself
     */
    record Field(int tag, FieldType type, long count, long place) {}

    Pages pages() {
        return pages;
    }

    ByteOrder order() {
        return order;
    }

    Optional<Field> field(int tag) {
        return Optional.ofNullable(fields.get(tag));
    }

    /**
     * A field's first value as a whole number.
     *
     * @param otherwise what it is if the field is not there or has no values
     */
    long first(int tag, long otherwise) throws IOException {
        Field field = fields.get(tag);
        if (field == null || field.count() == 0) {
            return otherwise;
        }
        return field.type().whole(values(field, 1), 0);
    }

    /**
     * A field's values as whole numbers, none if it is not there.
     *
     * @param most how many it may have
     * @throws UnusableImageException if it has more, or they lie outside of the file
     */
    long[] wholes(int tag, int most) throws IOException {
        Field field = fields.get(tag);
        if (field == null) {
            return new long[0];
        }
        ByteBuffer values = all(field, most);
        long[] wholes = new long[(int) field.count()];
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = field.type().whole(values, i);
        }
        return wholes;
    }

    /** The same as floating point numbers. */
    double[] doubles(int tag, int most) throws IOException {
        Field field = fields.get(tag);
        if (field == null) {
            return new double[0];
        }
        ByteBuffer values = all(field, most);
        double[] doubles = new double[(int) field.count()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = field.type().number(values, i);
        }
        return doubles;
    }

    /** The bytes of a field's values, as they are. */
    byte[] bytes(int tag, int most) throws IOException {
        Field field = fields.get(tag);
        return field == null ? new byte[0] : all(field, most).array();
    }

    /** A field's text, up to its end mark; empty if it is not there. */
    String text(int tag, int most) throws IOException {
        String text = new String(bytes(tag, most), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    private ByteBuffer all(Field field, int most) throws IOException {
        if (field.count() < 0 || field.count() > most) {
            throw new UnusableImageException(
                    "damaged: field " + field.tag() + " has " + Long.toUnsignedString(field.count()) + " values");
        }
        return values(field, field.count());
    }

    private ByteBuffer values(Field field, long count) throws IOException {
        return ByteBuffer.wrap(pages.read(field.place(), count * field.type().size()))
                .order(order);
    }
}
