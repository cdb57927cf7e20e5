package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.geo.GeoReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a GeoTIFF is written.
 *
 * @param tileSize width and height of a tile in pixels, a multiple of 16 up to 4096
 * @param packing what is done to the tiles' bytes
 * @param reductions of the overviews: powers of two, from 2, growing. A reduction of 4 makes a pixel of 4 x 4
 * @param geoReference where the image lies, or null
 * @param noData the value of samples that hold nothing, or null. Such samples stay out of the overviews' means
 * @param colours {@code 0xRRGGBB} of each class, at most 256, for an image with one band of 8 bits; empty if there are none.
 *     Of classes there is no mean: an overview takes the upper left of the pixels that it stands for
 * @param alpha whether the fourth band is the opacity; else it is one more band
 * @param metadata what GDAL calls metadata of the image, by name
 * @param alwaysBig whether BigTIFF is written also where the file stays below 4 GiB
 */
public record TiffWriterOptions(
        int tileSize,
        Packing packing,
        List<Integer> reductions,
        @Nullable GeoReference geoReference,
        @Nullable Integer noData,
        List<Integer> colours,
        boolean alpha,
        Map<String, String> metadata,
        boolean alwaysBig) {
    /** How the bytes of a tile are packed. */
    public enum Packing {
        /** As they are. */
        NONE,
        /** DEFLATE. */
        DEFLATE,
        /** Differences to the pixel on the left, and DEFLATE: smaller for photographs. */
        DEFLATE_DIFFERENCES
    }

    private static final int TILE_UNIT = 16;
    private static final int LARGEST_TILE = 4096;
    private static final int LARGEST_REDUCTION = 1 << 15;
    private static final int MOST_COLOURS = 256;

    public TiffWriterOptions {
        if (tileSize < TILE_UNIT || tileSize > LARGEST_TILE || tileSize % TILE_UNIT != 0) {
            throw new IllegalArgumentException("tiles of " + tileSize + " pixels: not a multiple of 16 up to 4096");
        }
        int least = 2;
        for (int reduction : reductions) {
            if (reduction < least || reduction > LARGEST_REDUCTION || Integer.bitCount(reduction) != 1) {
                throw new IllegalArgumentException(
                        "reductions " + reductions + " are not growing powers of two from 2");
            }
            least = reduction * 2;
        }
        if (colours.size() > MOST_COLOURS) {
            throw new IllegalArgumentException(colours.size() + " colours, of which a byte tells 256 apart");
        }
        reductions = List.copyOf(reductions);
        colours = List.copyOf(colours);
        metadata = Map.copyOf(metadata);
    }

    /** Tiles of 256 pixels, differences and DEFLATE, no overviews, nothing more. */
    public static TiffWriterOptions defaults() {
        return new TiffWriterOptions(
                256, Packing.DEFLATE_DIFFERENCES, List.of(), null, null, List.of(), false, Map.of(), false);
    }

    /** Reductions by 2, 4, and so on, until the smallest overview fits into a tile. */
    public static List<Integer> reductionsFor(int width, int height, int tileSize) {
        List<Integer> reductions = new ArrayList<>();
        long longer = Math.max(width, height);
        for (int reduction = 2; longer * 2 > (long) tileSize * reduction; reduction *= 2) {
            reductions.add(reduction);
        }
        return reductions;
    }

    public TiffWriterOptions withTileSize(int pixels) {
        return new TiffWriterOptions(
                pixels, packing, reductions, geoReference, noData, colours, alpha, metadata, alwaysBig);
    }

    public TiffWriterOptions withPacking(Packing how) {
        return new TiffWriterOptions(
                tileSize, how, reductions, geoReference, noData, colours, alpha, metadata, alwaysBig);
    }

    public TiffWriterOptions withReductions(List<Integer> factors) {
        return new TiffWriterOptions(
                tileSize, packing, factors, geoReference, noData, colours, alpha, metadata, alwaysBig);
    }

    public TiffWriterOptions withGeoReference(@Nullable GeoReference reference) {
        return new TiffWriterOptions(
                tileSize, packing, reductions, reference, noData, colours, alpha, metadata, alwaysBig);
    }

    public TiffWriterOptions withNoData(@Nullable Integer value) {
        return new TiffWriterOptions(
                tileSize, packing, reductions, geoReference, value, colours, alpha, metadata, alwaysBig);
    }

    public TiffWriterOptions withColours(List<Integer> ofClasses) {
        return new TiffWriterOptions(
                tileSize, packing, reductions, geoReference, noData, ofClasses, alpha, metadata, alwaysBig);
    }

    public TiffWriterOptions withAlpha(boolean fourthBandIsOpacity) {
        return new TiffWriterOptions(
                tileSize, packing, reductions, geoReference, noData, colours, fourthBandIsOpacity, metadata, alwaysBig);
    }

    /** With one more name and value. */
    public TiffWriterOptions withMetadata(String name, String value) {
        Map<String, String> more = new TreeMap<>(metadata);
        more.put(name, value);
        return new TiffWriterOptions(
                tileSize, packing, reductions, geoReference, noData, colours, alpha, more, alwaysBig);
    }

    public TiffWriterOptions withAlwaysBig(boolean big) {
        return new TiffWriterOptions(
                tileSize, packing, reductions, geoReference, noData, colours, alpha, metadata, big);
    }
}
