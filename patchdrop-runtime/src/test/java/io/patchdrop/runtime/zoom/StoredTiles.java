package io.patchdrop.runtime.zoom;

import io.patchdrop.imagery.bytes.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the tiles of one level lie in a classic little-endian TIFF file with many square tiles of chunky pixels, read from
 * the whole file.
 *
 * @param width of the level in pixels
 * @param tile side in pixels
 * @param tiles row by row
 */
record StoredTiles(int width, int tile, List<ByteRange> tiles) {
    private static final int WIDTH = 256;
    private static final int TILE_WIDTH = 322;
    private static final int OFFSETS = 324;
    private static final int LENGTHS = 325;
    private static final int SHORT = 3;

    /** All levels of a file, in its order. */
    static List<StoredTiles> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            List<StoredTiles> levels = new ArrayList<>();
            for (int at = bytes.getInt(4); at != 0; ) {
                int fields = bytes.getShort(at);
                levels.add(level(bytes, at + 2, fields));
                at = bytes.getInt(at + 2 + 12 * fields);
            }
            return levels;
        }
    }

    private static StoredTiles level(ByteBuffer bytes, int start, int fields) {
        Map<Integer, int[]> values = new HashMap<>();
        for (int at = start; at < start + 12 * fields; at += 12) {
            int tag = Short.toUnsignedInt(bytes.getShort(at));
            int size = bytes.getShort(at + 2) == SHORT ? Short.BYTES : Integer.BYTES;
            int count = bytes.getInt(at + 4);
            if (tag == WIDTH || tag == TILE_WIDTH || tag == OFFSETS || tag == LENGTHS) {
                int place = count * size <= Integer.BYTES ? at + 8 : bytes.getInt(at + 8);
                int[] numbers = new int[count];
                for (int i = 0; i < count; i++) {
                    numbers[i] = size == Short.BYTES
                            ? Short.toUnsignedInt(bytes.getShort(place + i * size))
                            : bytes.getInt(place + i * size);
                }
                values.put(tag, numbers);
            }
        }
        List<ByteRange> tiles = new ArrayList<>();
        int[] offsets = values.getOrDefault(OFFSETS, new int[0]);
        int[] lengths = values.getOrDefault(LENGTHS, new int[0]);
        for (int i = 0; i < offsets.length; i++) {
            tiles.add(new ByteRange(offsets[i], lengths[i]));
        }
        return new StoredTiles(one(values, WIDTH), one(values, TILE_WIDTH), tiles);
    }

    private static int one(Map<Integer, int[]> values, int tag) {
        return values.getOrDefault(tag, new int[1])[0];
    }

    /** Tiles in a row. */
    int across() {
        return (width + tile - 1) / tile;
    }

    /** Bytes of all tiles. */
    long bytes() {
        return tiles.stream().mapToLong(ByteRange::length).sum();
    }
}
