package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.BoughtBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The chain of directories of a TIFF or BigTIFF file.
 *
 * @param directories at least one, in the chain's order
 */
record TiffFile(List<Directory> directories) {
    private static final int MOST_DIRECTORIES = 1000;
    private static final int MOST_FIELDS = 4096;
    private static final int CLASSIC = 42;
    private static final int BIG = 43;

    /** How wide the numbers of a file are. */
    private record Form(ByteOrder order, boolean big) {
        int countBytes() {
            return big ? 8 : 2;
        }

        int offsetBytes() {
            return big ? 8 : 4;
        }

        int fieldBytes() {
            return big ? 20 : 12;
        }

        long offset(ByteBuffer from, int at) {
            return big ? from.getLong(at) : Integer.toUnsignedLong(from.getInt(at));
        }
    }

    /**
     * Reads the chain, and no values.
     *
     * @throws UnusableImageException if it is no TIFF file, or its directories make no sense
     */
    static TiffFile open(BoughtBytes bytes) throws IOException {
        Pages pages = Pages.open(bytes);
        if (pages.length() < 8) {
            throw noTiff();
        }
        ByteBuffer head = ByteBuffer.wrap(pages.read(0, 8));
        Form form = form(head);
        long next = form.big()
                ? ByteBuffer.wrap(pages.read(8, 8)).order(form.order()).getLong()
                : form.offset(head.order(form.order()), 4);
        Set<Long> seen = new HashSet<>();
        List<Directory> directories = new ArrayList<>();
        while (next != 0) {
            if (!seen.add(next)) {
                throw new UnusableImageException("damaged: its directories lead back to an earlier one");
            }
            if (directories.size() == MOST_DIRECTORIES) {
                throw new UnusableImageException("it has more than " + MOST_DIRECTORIES + " directories");
            }
            next = readDirectory(pages, form, next, directories);
        }
        if (directories.isEmpty()) {
            throw new UnusableImageException("damaged: a TIFF file without an image");
        }
        return new TiffFile(List.copyOf(directories));
    }

    private static UnusableImageException noTiff() {
        return new UnusableImageException("it is no TIFF file");
    }

    private static Form form(ByteBuffer head) throws UnusableImageException {
        ByteOrder order;
        if (head.get(0) == 'I' && head.get(1) == 'I') {
            order = ByteOrder.LITTLE_ENDIAN;
        } else if (head.get(0) == 'M' && head.get(1) == 'M') {
            order = ByteOrder.BIG_ENDIAN;
        } else {
            throw noTiff();
        }
        head.order(order);
        int version = head.getShort(2);
        boolean big = version == BIG && head.getShort(4) == 8 && head.getShort(6) == 0;
        if (version != CLASSIC && !big) {
            throw noTiff();
        }
        return new Form(order, big);
    }

    /** Adds a directory and gives the offset of the next one, 0 if there is none. */
    private static long readDirectory(Pages pages, Form form, long start, List<Directory> directories)
            throws IOException {
        ByteBuffer head = ByteBuffer.wrap(pages.read(start, form.countBytes())).order(form.order());
        long count = form.big() ? head.getLong() : Short.toUnsignedLong(head.getShort());
        if (count < 0 || count > MOST_FIELDS) {
            throw new UnusableImageException("damaged: a directory of " + Long.toUnsignedString(count) + " fields");
        }
        long first = start + form.countBytes();
        int size = (int) count * form.fieldBytes();
        ByteBuffer content =
                ByteBuffer.wrap(pages.read(first, size + form.offsetBytes())).order(form.order());
        Map<Integer, Directory.Field> fields = new HashMap<>();
        for (int at = 0; at < size; at += form.fieldBytes()) {
            putField(content, form, first, at, fields);
        }
        directories.add(new Directory(pages, form.order(), fields));
        return form.offset(content, size);
    }

    /** Fields of unknown types are left out, as the specification wants it. */
    private static void putField(
            ByteBuffer content, Form form, long start, int at, Map<Integer, Directory.Field> fields) {
        int tag = Short.toUnsignedInt(content.getShort(at));
        int code = Short.toUnsignedInt(content.getShort(at + 2));
        long count = form.offset(content, at + 4);
        int valueAt = at + 4 + form.offsetBytes();
        FieldType.of(code).ifPresent(type -> {
            boolean inside = count >= 0 && count <= form.offsetBytes() / type.size();
            long place = inside ? start + valueAt : form.offset(content, valueAt);
            fields.putIfAbsent(tag, new Directory.Field(tag, type, count, place));
        });
    }
}
