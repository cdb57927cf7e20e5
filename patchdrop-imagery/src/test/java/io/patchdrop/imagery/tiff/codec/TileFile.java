package io.patchdrop.imagery.tiff.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tiles of a small valid classic TIFF file's first image, found with as little code as possible. */
final class TileFile {
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    private final ByteBuffer file;
    private final Map<Integer, long[]> fields = new HashMap<>();

    TileFile(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        file = ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = file.getInt(4);
        for (int i = 0; i < file.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            int size = TYPE_BYTES[file.getShort(entry + 2)];
            int count = file.getInt(entry + 4);
            int start = size * count <= 4 ? entry + 8 : file.getInt(entry + 8);
            long[] values = new long[count];
            for (int j = 0; j < count; j++) {
                values[j] = switch (size) {
                    case 1 -> file.get(start + j) & 0xff;
                    case 2 -> file.getShort(start + 2 * j) & 0xffff;
                    case 4 -> file.getInt(start + 4 * j) & 0xffffffffL;
                    default -> file.getLong(start + 8 * j);
                };
            }
            fields.put((int) file.getShort(entry) & 0xffff, values);
        }
    }

    private int field(int tag, int otherwise) {
        return (int) fields.getOrDefault(tag, new long[] {otherwise})[0];
    }

    int width() {
        return field(256, 0);
    }

    int height() {
        return field(257, 0);
    }

    private int samples() {
        return field(277, 1);
    }

    private boolean planar() {
        return field(284, 1) == 2;
    }

    private boolean tiled() {
        return fields.containsKey(322);
    }

    TileFormat format() throws IOException {
        return new TileFormat(
                tiled() ? field(322, 0) : width(),
                tiled() ? field(323, 0) : Math.min(field(278, Integer.MAX_VALUE), height()),
                planar() ? 1 : samples(),
                SampleType.of(field(258, 1), field(339, 1)),
                file.order(),
                field(259, 1),
                field(262, 1),
                field(317, 1),
                jpegTables(),
                field(266, 1));
    }

    private byte @Nullable [] jpegTables() {
        long[] values = fields.get(347);
        if (values == null) {
            return null;
        }
        byte[] tables = new byte[values.length];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = (byte) values[i];
        }
        return tables;
    }

    int tiles() {
        return fields.getOrDefault(tiled() ? 324 : 273, new long[0]).length;
    }

    byte[] tile(int index) {
        int start = (int) fields.getOrDefault(tiled() ? 324 : 273, new long[0])[index];
        int length = (int) fields.getOrDefault(tiled() ? 325 : 279, new long[0])[index];
        return Arrays.copyOfRange(file.array(), start, start + length);
    }

    int rows(int index) throws IOException {
        int high = format().height();
        int down = (height() + high - 1) / high;
        return tiled() ? high : Math.min(high, height() - index % down * high);
    }

    /** All pixels, {@code [height, width, samples]}, little-endian. */
    byte[] pixels() throws IOException {
        TileFormat format = format();
        TileDecoder decoder = TileDecoder.of(format);
        int size = format.type().bytes();
        int across = (width() + format.width() - 1) / format.width();
        int down = (height() + format.height() - 1) / format.height();
        byte[] pixels = new byte[width() * height() * samples() * size];
        for (int index = 0; index < tiles(); index++) {
            byte[] tile = decoder.decode(tile(index), rows(index));
            int plane = index / (across * down);
            int left = index % across * format.width();
            int top = index / across % down * format.height();
            int group = format.samples() * size;
            for (int y = 0; y < rows(index) && top + y < height(); y++) {
                for (int x = 0; x < format.width() && left + x < width(); x++) {
                    int to = ((top + y) * width() + left + x) * samples() * size + plane * size;
                    System.arraycopy(tile, (y * format.width() + x) * group, pixels, to, group);
                }
            }
        }
        return pixels;
    }
}
