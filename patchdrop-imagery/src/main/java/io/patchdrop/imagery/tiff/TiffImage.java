package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.tiff.codec.SampleType;
import io.patchdrop.imagery.tiff.codec.TileDecoder;
import io.patchdrop.imagery.tiff.codec.TileFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one directory's pixels are stored.
 *
 * @param grid its tiles; strips are tiles as wide as the image
 * @param bands samples of a pixel, positive
 * @param planar whether each band has tiles of its own
 * @param format of a tile
 * @param decoder of the tiles, by rows
 * @param extraSamples what the last bands are, one number each: {@link #PREMULTIPLIED_ALPHA}, {@link #ALPHA} or something
 *     else; none if it does not say so
 * @param palette of the indices, if there is one
 * @param nodata the value that stands for none, if there is one
 * @param index where the tiles lie
 */
record TiffImage(
        TileGrid grid,
        int bands,
        boolean planar,
        TileFormat format,
        TileDecoder decoder,
        List<Integer> extraSamples,
        Optional<Palette> palette,
        OptionalDouble nodata,
        TileIndex index) {
    static final int PREMULTIPLIED_ALPHA = 1;
    static final int ALPHA = 2;

    static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int MASK = 4;
    private static final int CMYK = 5;
    private static final int YCBCR = 6;

    private static final int JPEG = 7;
    private static final int PLANAR = 2;

    private static final int MOST_BANDS = 65535;
    private static final int LONGEST_TABLES = 64 << 10;
    private static final int LONGEST_TEXT = 1024;
    private static final String OTHER_TYPE = "convert it with gdal_translate -of COG -ot UInt16 (or Float32)";

    /** @throws UnusableImageException if the directory makes no sense, or is of a kind that is not supported */
    static TiffImage of(Directory directory) throws IOException {
        int bands = number(directory, Tag.SAMPLES_PER_PIXEL, 1, 1, MOST_BANDS);
        boolean planar = bands > 1 && directory.first(Tag.PLANAR_CONFIGURATION, 1) == PLANAR;
        TileGrid grid = grid(directory);
        TileFormat format = format(directory, grid, bands, planar ? 1 : bands);
        TileDecoder decoder = decoder(format);
        long decoded = (long) format.width()
                * format.height()
                * format.samples()
                * format.type().bytes();
        long planes = planar ? bands : 1;
        // Compared by division, as the product of hostile numbers would be too large.
        long tiles = grid.tiles() > Long.MAX_VALUE / planes ? Long.MAX_VALUE : grid.tiles() * planes;
        return new TiffImage(
                grid,
                bands,
                planar,
                format,
                decoder,
                extraSamples(directory, bands),
                format.photometric() == PALETTE ? Optional.of(Palette.of(directory, format.type())) : Optional.empty(),
                nodata(directory, format.type()),
                TileIndex.of(directory, tiles, decoded));
    }

    private static TileDecoder decoder(TileFormat format) throws UnusableImageException {
        try {
            return TileDecoder.of(format);
        } catch (UnusableImageException e) {
            throw new UnusableImageException(e.getMessage() + "; convert it with gdal_translate -of COG", e);
        }
    }

    private static TileGrid grid(Directory directory) throws IOException {
        int width = number(directory, Tag.IMAGE_WIDTH, 0, 1, Integer.MAX_VALUE);
        int height = number(directory, Tag.IMAGE_HEIGHT, 0, 1, Integer.MAX_VALUE);
        if (directory.field(Tag.TILE_OFFSETS).isPresent()) {
            int tileWidth = number(directory, Tag.TILE_WIDTH, 0, 1, Integer.MAX_VALUE);
            int tileHeight = number(directory, Tag.TILE_HEIGHT, 0, 1, Integer.MAX_VALUE);
            return new TileGrid(width, height, tileWidth, tileHeight, false);
        }
        // Some writers say "all rows" with the largest number there is.
        long rows = directory.first(Tag.ROWS_PER_STRIP, height);
        if (rows == 0) {
            throw new UnusableImageException("damaged: strips of no rows");
        }
        return new TileGrid(width, height, width, rows < 0 ? height : (int) Math.min(rows, height), true);
    }

    private static int number(Directory directory, int tag, int otherwise, int least, int most) throws IOException {
        long value = directory.first(tag, otherwise);
        if (value < least || value > most) {
            throw new UnusableImageException("damaged: field " + tag + " is " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    private static SampleType type(Directory directory, int bands) throws IOException {
        long bits = same(directory, Tag.BITS_PER_SAMPLE, bands, "depths");
        long kind = same(directory, Tag.SAMPLE_FORMAT, bands, "formats");
        try {
            return SampleType.of(
                    (int) Math.max(0, Math.min(bits, MOST_BANDS)), (int) Math.max(0, Math.min(kind, MOST_BANDS)));
        } catch (UnusableImageException e) {
            throw new UnusableImageException(e.getMessage() + "; " + OTHER_TYPE, e);
        }
    }

    /** The value that all bands have in common; 1 if the field is not there. */
    private static long same(Directory directory, int tag, int bands, String what) throws IOException {
        long[] values = directory.wholes(tag, MOST_BANDS);
        for (int i = 1; i < Math.min(values.length, bands); i++) {
            if (values[i] != values[0]) {
                throw new UnusableImageException("bands of different " + what + " are not supported; " + OTHER_TYPE);
            }
        }
        return values.length == 0 ? 1 : values[0];
    }

    private static TileFormat format(Directory directory, TileGrid grid, int bands, int samples) throws IOException {
        int compression = number(directory, Tag.COMPRESSION, 1, 0, MOST_BANDS);
        int photometric = number(directory, Tag.PHOTOMETRIC, BLACK_IS_ZERO, 0, MOST_BANDS);
        requireColours(photometric, compression);
        byte[] tables = directory.bytes(Tag.JPEG_TABLES, LONGEST_TABLES);
        return new TileFormat(
                grid.tileWidth(),
                grid.tileHeight(),
                samples,
                type(directory, bands),
                directory.order(),
                compression,
                photometric,
                number(directory, Tag.PREDICTOR, 1, 1, MOST_BANDS),
                tables.length == 0 ? null : tables,
                number(directory, Tag.FILL_ORDER, 1, 1, 2));
    }

    private static void requireColours(int photometric, int compression) throws UnusableImageException {
        boolean known =
                switch (photometric) {
                    case WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK -> true;
                    case YCBCR -> compression == JPEG;
                    default -> false;
                };
        if (!known) {
            String name =
                    switch (photometric) {
                        case CMYK -> "CMYK";
                        case YCBCR -> "YCbCr that is not in JPEG";
                        default -> "colours of kind " + photometric;
                    };
            throw new UnusableImageException(
                    name + " are not supported; convert it to RGB, then with gdal_translate -of COG");
        }
    }

    private static List<Integer> extraSamples(Directory directory, int bands) throws IOException {
        long[] kinds = directory.wholes(Tag.EXTRA_SAMPLES, MOST_BANDS);
        return Arrays.stream(kinds, 0, Math.min(kinds.length, bands))
                .mapToObj(kind -> (int) kind)
                .toList();
    }

    private static OptionalDouble nodata(Directory directory, SampleType type) throws IOException {
        String text = directory.text(Tag.GDAL_NODATA, LONGEST_TEXT);
        try {
            double value = Double.parseDouble(text.equalsIgnoreCase("nan") ? "NaN" : text);
            // A file says it in decimals; samples that have fewer digits than a double are compared as they are.
            return OptionalDouble.of(type == SampleType.FLOAT32 ? (float) value : value);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** How many bands the colours take, of which nothing else is said. */
    int colours() {
        return switch (format.photometric()) {
            case RGB, YCBCR -> 3;
            default -> 1;
        };
    }

    /** The number of a tile in the index. */
    long tile(int plane, int column, int row) {
        return plane * grid.tiles() + (long) row * grid.columns() + column;
    }
}
