package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.geo.GeoKeys;
import io.patchdrop.imagery.tiff.TiffWriterOptions.Packing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All of a file that stands before its tiles: header, the directories of all levels with their
 * short values, then the lists of tiles, the smallest level's first. Little-endian, TIFF revision 6.0 or BigTIFF.
 */
final class TiffWriterLayout {
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;
    private static final long LARGEST_CLASSIC = 0xFFFF_FFFFL;

    private final boolean isBig;
    private final List<Map<Integer, TiffWriterField>> directories;
    private final List<Long> directoryOffsets = new ArrayList<>();
    private final List<Map<Integer, Long>> valueOffsets = new ArrayList<>();
    private long size;

    private TiffWriterLayout(boolean isBig, List<Map<Integer, TiffWriterField>> directories) {
        this.isBig = isBig;
        this.directories = directories;
    }

    /** The layout of a file whose tiles are all packed; the image's level is the first. */
    static TiffWriterLayout of(TiffWriterImage image, TiffWriterOptions options, List<TiffWriterLevel> levels) {
        long tileBytes = levels.stream().mapToLong(TiffWriterLevel::bytes).sum();
        TiffWriterLayout classic = of(image, options, levels, false);
        return options.alwaysBig() || classic.size + tileBytes > LARGEST_CLASSIC
                ? of(image, options, levels, true)
                : classic;
    }

    private static TiffWriterLayout of(
            TiffWriterImage image, TiffWriterOptions options, List<TiffWriterLevel> levels, boolean isBig) {
        List<Map<Integer, TiffWriterField>> directories = new ArrayList<>();
        for (TiffWriterLevel level : levels) {
            Map<Integer, TiffWriterField> fields = fields(image, options, level, level == levels.get(0));
            put(fields, TiffWriterField.lengths(TILE_LENGTHS, level));
            // Where the tiles begin is known when the lists' lengths are; until then the list only takes its place.
            put(fields, TiffWriterField.offsets(TILE_OFFSETS, level, 0, isBig));
            directories.add(fields);
        }
        TiffWriterLayout layout = new TiffWriterLayout(isBig, directories);
        layout.place();
        long start = layout.size;
        for (int i = levels.size() - 1; i >= 0; i--) {
            put(directories.get(i), TiffWriterField.offsets(TILE_OFFSETS, levels.get(i), start, isBig));
            start += levels.get(i).bytes();
        }
        return layout;
    }

    /** Writes it; the tiles follow, the last level's first. */
    void writeTo(OutputStream out) throws IOException {
        out.write(header());
        for (int i = 0; i < directories.size(); i++) {
            out.write(directory(i));
            for (TiffWriterField field : directories.get(i).values()) {
                if (!isList(field) && !isInline(field)) {
                    out.write(even(field.values()));
                }
            }
        }
        for (int i = directories.size() - 1; i >= 0; i--) {
            for (TiffWriterField field : directories.get(i).values()) {
                if (isList(field) && !isInline(field)) {
                    out.write(even(field.values()));
                }
            }
        }
    }

    /** Gives every directory and every value that is not in one its offset, in the order in which they are written. */
    private void place() {
        size = header().length;
        for (Map<Integer, TiffWriterField> fields : directories) {
            directoryOffsets.add(size);
            size += directoryBytes(fields.size());
            Map<Integer, Long> offsets = new TreeMap<>();
            valueOffsets.add(offsets);
            fields.values().stream().filter(field -> !isList(field)).forEach(field -> place(field, offsets));
        }
        for (int i = directories.size() - 1; i >= 0; i--) {
            Map<Integer, Long> offsets = valueOffsets.get(i);
            directories.get(i).values().stream()
                    .filter(TiffWriterLayout::isList)
                    .forEach(field -> place(field, offsets));
        }
    }

    private void place(TiffWriterField field, Map<Integer, Long> offsets) {
        if (!isInline(field)) {
            offsets.put(field.tag(), size);
            size += even(field.values()).length;
        }
    }

    private byte[] header() {
        byte[] header = new byte[isBig ? 16 : 8];
        ByteBuffer bytes = littleEndian(header);
        bytes.put((byte) 'I').put((byte) 'I');
        if (isBig) {
            bytes.putShort((short) 43).putShort((short) Long.BYTES).putShort((short) 0);
        } else {
            bytes.putShort((short) 42);
        }
        putOffset(bytes, header.length);
        return header;
    }

    private byte[] directory(int index) {
        Map<Integer, TiffWriterField> fields = directories.get(index);
        byte[] directory = new byte[directoryBytes(fields.size())];
        ByteBuffer bytes = littleEndian(directory);
        if (isBig) {
            bytes.putLong(fields.size());
        } else {
            bytes.putShort((short) fields.size());
        }
        for (TiffWriterField field : fields.values()) {
            bytes.putShort((short) field.tag()).putShort((short) field.type());
            putOffset(bytes, field.count());
            if (isInline(field)) {
                bytes.put(Arrays.copyOf(field.values(), offsetBytes()));
            } else {
                putOffset(bytes, valueOffsets.get(index).getOrDefault(field.tag(), 0L));
            }
        }
        putOffset(bytes, index + 1 < directories.size() ? directoryOffsets.get(index + 1) : 0);
        return directory;
    }

    private int directoryBytes(int fields) {
        int bytes = isBig ? 8 + 20 * fields + 8 : 2 + 12 * fields + 4;
        return bytes + bytes % 2;
    }

    private static boolean isList(TiffWriterField field) {
        return field.tag() == TILE_OFFSETS || field.tag() == TILE_LENGTHS;
    }

    private boolean isInline(TiffWriterField field) {
        return field.values().length <= offsetBytes();
    }

    private int offsetBytes() {
        return isBig ? Long.BYTES : Integer.BYTES;
    }

    private void putOffset(ByteBuffer bytes, long offset) {
        if (isBig) {
            bytes.putLong(offset);
        } else {
            bytes.putInt((int) offset);
        }
    }

    /** Values begin at even offsets. */
    private static byte[] even(byte[] bytes) {
        return bytes.length % 2 == 0 ? bytes : Arrays.copyOf(bytes, bytes.length + 1);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The fields of a level but for the lists of its tiles. */
    private static Map<Integer, TiffWriterField> fields(
            TiffWriterImage image, TiffWriterOptions options, TiffWriterLevel level, boolean isFull) {
        Map<Integer, TiffWriterField> fields = new TreeMap<>();
        int bands = image.bands();
        boolean hasColours = !options.colours().isEmpty();
        put(fields, TiffWriterField.integer(254, isFull ? 0 : 1));
        put(fields, TiffWriterField.integer(256, level.width()));
        put(fields, TiffWriterField.integer(257, level.height()));
        put(fields, TiffWriterField.shorts(258, repeated(image.bits(), bands)));
        put(fields, TiffWriterField.shorts(259, options.packing() == Packing.NONE ? 1 : 8));
        put(fields, TiffWriterField.shorts(262, bands > 1 ? 2 : hasColours ? 3 : 1));
        put(fields, TiffWriterField.shorts(277, bands));
        put(fields, TiffWriterField.shorts(284, 1));
        if (options.packing() == Packing.DEFLATE_DIFFERENCES) {
            put(fields, TiffWriterField.shorts(317, 2));
        }
        if (hasColours) {
            put(fields, TiffWriterField.shorts(320, colourMap(options.colours())));
        }
        put(fields, TiffWriterField.integer(322, level.tileSize()));
        put(fields, TiffWriterField.integer(323, level.tileSize()));
        if (bands == 4) {
            put(fields, TiffWriterField.shorts(338, options.alpha() ? 2 : 0));
        }
        put(fields, TiffWriterField.shorts(339, repeated(1, bands)));
        if (options.noData() != null) {
            put(fields, TiffWriterField.text(42113, options.noData().toString()));
        }
        if (isFull) {
            putGeoReference(fields, options);
            if (!options.metadata().isEmpty()) {
                put(fields, TiffWriterField.text(42112, metadata(options.metadata())));
            }
        }
        return fields;
    }

    private static void putGeoReference(Map<Integer, TiffWriterField> fields, TiffWriterOptions options) {
        if (options.geoReference() == null) {
            return;
        }
        GeoKeys.Tags tags = GeoKeys.write(options.geoReference());
        if (tags.pixelScale() != null) {
            put(fields, TiffWriterField.doubles(33550, tags.pixelScale()));
        }
        if (tags.tiePoints() != null) {
            put(fields, TiffWriterField.doubles(33922, tags.tiePoints()));
        }
        if (tags.matrix() != null) {
            put(fields, TiffWriterField.doubles(34264, tags.matrix()));
        }
        put(fields, TiffWriterField.shorts(34735, tags.directory()));
    }

    private static void put(Map<Integer, TiffWriterField> fields, TiffWriterField field) {
        fields.put(field.tag(), field);
    }

    private static int[] repeated(int number, int times) {
        int[] numbers = new int[times];
        Arrays.fill(numbers, number);
        return numbers;
    }

    /** All reds, all greens, all blues, of 16 bits. */
    private static int[] colourMap(List<Integer> colours) {
        int[] map = new int[3 * 256];
        for (int i = 0; i < colours.size(); i++) {
            map[i] = (colours.get(i) >> 16 & 0xFF) * 257;
            map[256 + i] = (colours.get(i) >> 8 & 0xFF) * 257;
            map[512 + i] = (colours.get(i) & 0xFF) * 257;
        }
        return map;
    }

    /** GDAL takes values for text with entities after it has parsed the XML: it writes them escaped twice. */
    private static String metadata(Map<String, String> items) {
        StringBuilder xml = new StringBuilder("<GDALMetadata>\n");
        new TreeMap<>(items).forEach((name, value) -> xml.append("  <Item name=\"")
                .append(escaped(name))
                .append("\">")
                .append(escaped(escaped(value)))
                .append("</Item>\n"));
        return xml.append("</GDALMetadata>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
