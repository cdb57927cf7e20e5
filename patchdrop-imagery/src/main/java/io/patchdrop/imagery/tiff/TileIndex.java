package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the tiles of an image lie: two arrays in the file, of which only the parts that are needed are bought. Safe for use
 * by several threads.
 */
final class TileIndex {
    private static final int LARGEST_TILE = 256 << 20;
    /** Beyond four times the tile: what the headers and tables of a small one may take. */
    private static final int LARGEST_HEAD = 64 << 10;

    private static final Set<FieldType> WHOLES =
            Set.of(FieldType.SHORT, FieldType.LONG, FieldType.LONG8, FieldType.DIRECTORY, FieldType.DIRECTORY8);

    private final Directory directory;
    private final Directory.Field offsets;
    private final Directory.Field counts;
    private final long most;

    private TileIndex(Directory directory, Directory.Field offsets, Directory.Field counts, long most) {
        this.directory = directory;
        this.offsets = offsets;
        this.counts = counts;
        this.most = most;
    }

    /**
     * The index of a directory; reads nothing.
     *
     * @param tiles how many there are
     * @param decoded bytes of a tile that is not compressed
     * @throws UnusableImageException if the arrays are not there, too short or not inside of the file
     */
    static TileIndex of(Directory directory, long tiles, long decoded) throws UnusableImageException {
        boolean tiled = directory.field(Tag.TILE_OFFSETS).isPresent();
        Directory.Field offsets = array(directory, tiled ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS, tiles);
        Directory.Field counts = array(directory, tiled ? Tag.TILE_BYTE_COUNTS : Tag.STRIP_BYTE_COUNTS, tiles);
        return new TileIndex(directory, offsets, counts, Math.min(LARGEST_TILE, 4 * decoded + LARGEST_HEAD));
    }

    private static Directory.Field array(Directory directory, int tag, long tiles) throws UnusableImageException {
        Directory.Field field = directory
                .field(tag)
                .orElseThrow(() -> new UnusableImageException("damaged: it does not say where its pixels lie (field "
                        + tag + " is missing); rewrite it with gdal_translate -of COG"));
        if (!WHOLES.contains(field.type()) || (field.count() >= 0 && field.count() < tiles)) {
            throw new UnusableImageException("damaged: field " + tag + " lists " + field.count() + " of " + tiles
                    + " tiles, of type " + field.type());
        }
        if (tiles > directory.pages().length() / field.type().size()) {
            throw new UnusableImageException("damaged: " + tiles + " tiles are more than the file could list");
        }
        directory.pages().requireInside(field.place(), tiles * field.type().size());
        return new Directory.Field(tag, field.type(), tiles, field.place());
    }

    /** Buys the parts of the arrays that list some tiles. */
    void fetch(Collection<Long> tiles) throws IOException {
        Set<ByteRange> parts = new TreeSet<>();
        for (long tile : tiles) {
            parts.add(part(offsets, tile));
            parts.add(part(counts, tile));
        }
        directory.pages().buy(parts);
    }

    /**
     * Where a tile lies, nowhere if it is empty. The arrays' parts were fetched.
     *
     * @throws UnusableImageException if it is outside of the file or absurdly long
     */
    Optional<ByteRange> range(long tile) throws UnusableImageException {
        long offset = value(offsets, tile);
        long count = value(counts, tile);
        if (offset == 0 || count == 0) {
            return Optional.empty();
        }
        if (count < 0 || count > most) {
            throw new UnusableImageException("damaged: tile " + tile + " has " + Long.toUnsignedString(count)
                    + " bytes, more than the " + most + " that it could take");
        }
        directory.pages().requireInside(offset, count);
        return Optional.of(new ByteRange(offset, count));
    }

    private long value(Directory.Field array, long tile) {
        ByteRange part = part(array, tile);
        int size = array.type().size();
        int index = (int) ((array.place() + tile * size - part.offset()) / size);
        ByteBuffer values = ByteBuffer.wrap(directory.pages().bought(part)).order(directory.order());
        return array.type().whole(values, index);
    }

    /** No part holds anything but the array: what a part takes never depends on which tiles were bought before. */
    private static ByteRange part(Directory.Field array, long tile) {
        int size = array.type().size();
        long start = tile * size / Pages.SIZE * Pages.SIZE;
        long end = Math.min(start + Pages.SIZE, array.count() * size);
        return ByteRange.between(array.place() + start, array.place() + end);
    }
}
