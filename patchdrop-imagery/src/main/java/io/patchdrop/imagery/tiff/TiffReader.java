package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.tiff.codec.SampleType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Samples of a file as they are stored. Safe for use by several threads. */
public final class TiffReader {
    private static final long DECODED_TILES_BYTES = 32 << 20;
    private static final int MOST_BYTES = 1 << 30;
    /** No compression that is in use makes more of a byte, but for what it makes of a short head. */
    private static final long LARGEST_RATIO = 40_000;

    private static final long LARGEST_OF_HEAD = 16 << 20;

    private final BoughtBytes bytes;
    private final List<TiffLevel> levels;
    private final TileCache cache = new TileCache(DECODED_TILES_BYTES);

    TiffReader(BoughtBytes bytes, List<TiffLevel> levels) {
        this.bytes = bytes;
        this.levels = levels;
    }

    /**
     * Opens a file: reads its directories.
     *
     * @throws UnusableImageException if it is no TIFF file, damaged or not supported
     */
    public static TiffReader open(BoughtBytes bytes) throws IOException {
        return new TiffReader(bytes, TiffLevel.of(TiffFile.open(bytes)));
    }

    /** How many resolutions there are; 0 is the full one. */
    public int levels() {
        return levels.size();
    }

    /** All of a level. */
    public Region whole(int level) {
        return Region.whole(levels.get(level).width(), levels.get(level).height());
    }

    /**
     * All bands of a window; buys what is missing.
     *
     * @param window in pixels of that level, inside of it
     * @return {@code [height, width, bands]} samples; where nothing is stored, the nodata value or 0
     * @throws UnusableImageException if the tiles are damaged or the window has more than 1 GiB
     */
    public Samples read(int level, Region window) throws IOException {
        TiffImage image = levels.get(level).image();
        List<Integer> bands = IntStream.range(0, image.bands()).boxed().toList();
        List<Long> tiles = tiles(image, bands, window);
        image.index().fetch(tiles);
        List<ByteRange> ranges = new ArrayList<>();
        for (long tile : tiles) {
            image.index().range(tile).ifPresent(ranges::add);
        }
        bytes.buy(ranges);
        return read(image, bands, window);
    }

    /**
     * The numbers of the tiles that show a window, in order.
     *
     * @param bands from 0, without repetition
     */
    static List<Long> tiles(TiffImage image, List<Integer> bands, Region window) {
        Region touched = image.grid().touched(window);
        List<Long> tiles = new ArrayList<>();
        for (int plane : image.planar() ? bands : List.of(0)) {
            for (int row = touched.top(); row < touched.top() + touched.height(); row++) {
                for (int column = touched.left(); column < touched.left() + touched.width(); column++) {
                    tiles.add(image.tile(plane, column, row));
                }
            }
        }
        return tiles;
    }

    /**
     * Some bands of a window whose tiles were bought.
     *
     * @param bands from 0, in the order in which they are wanted
     * @throws IllegalStateException if a tile was not bought
     */
    Samples read(TiffImage image, List<Integer> bands, Region window) throws IOException {
        SampleType type = image.format().type();
        int pixelBytes = bands.size() * type.bytes();
        long size = (long) window.width() * window.height() * pixelBytes;
        if (window.width() > MOST_BYTES / window.height() || size > MOST_BYTES) {
            throw new UnusableImageException("a window of " + window.width() + " x " + window.height() + " pixels of "
                    + bands.size() + " bands is more than 1 GiB");
        }
        Region touched = image.grid().touched(window);
        Samples samples = new Samples(window.width(), window.height(), bands.size(), type, new byte[(int) size]);
        for (int row = touched.top(); row < touched.top() + touched.height(); row++) {
            for (int column = touched.left(); column < touched.left() + touched.width(); column++) {
                copyTile(image, bands, column, row, window, samples);
            }
        }
        return samples;
    }

    private void copyTile(TiffImage image, List<Integer> bands, int column, int row, Region window, Samples to)
            throws IOException {
        TileCopy copy = new TileCopy(image, image.grid().region(column, row), window, to);
        if (!image.planar()) {
            Optional<byte[]> tile = decoded(image, 0, column, row);
            if (tile.isEmpty()) {
                copy.empty();
            } else if (copy.sameBands(bands)) {
                copy.all(tile.get());
            } else {
                for (int i = 0; i < bands.size(); i++) {
                    copy.one(tile.get(), bands.get(i), i);
                }
            }
            return;
        }
        for (int i = 0; i < bands.size(); i++) {
            Optional<byte[]> tile = decoded(image, bands.get(i), column, row);
            if (tile.isEmpty()) {
                copy.empty(i);
            } else {
                copy.one(tile.get(), 0, i);
            }
        }
    }

    /** A tile's samples {@code [stored rows, tile width, samples]}, none if nothing is stored. */
    private Optional<byte[]> decoded(TiffImage image, int plane, int column, int row) throws IOException {
        long tile = image.tile(plane, column, row);
        Optional<ByteRange> range = image.index().range(tile);
        if (range.isEmpty()) {
            return Optional.empty();
        }
        int rows = image.grid().storedRows(row);
        return Optional.of(cache.get(image.index(), tile, () -> decode(image, range.get(), rows)));
    }

    private byte[] decode(TiffImage image, ByteRange range, int rows) throws IOException {
        int size = rows
                * image.grid().tileWidth()
                * image.format().samples()
                * image.format().type().bytes();
        if (size > LARGEST_OF_HEAD + range.length() * LARGEST_RATIO) {
            throw new UnusableImageException(
                    "damaged: a tile of " + size + " bytes cannot be in " + range.length() + " compressed ones");
        }
        byte[] samples = image.decoder().decode(bytes.get(range), rows);
        if (samples.length != size) {
            throw new UnusableImageException("damaged: a tile has " + samples.length + " bytes instead of " + size);
        }
        return samples;
    }
}
