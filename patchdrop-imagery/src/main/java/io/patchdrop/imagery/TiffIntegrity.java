package io.patchdrop.imagery;

import java.util.Optional;
import java.util.Set;

/**
 * Refuses the TIFF files that the JDK's reader would turn into wrong colours, and those whose parts take more memory than
 * the image.
 */
final class TiffIntegrity {
    private static final int CMYK = 5;
    private static final long NOT_COMPRESSED = 1;
    private static final long OLD_JPEG = 6;
    private static final long JPEG = 7;
    private static final Set<Long> COUNTS_UNUSED = Set.of(NOT_COMPRESSED, OLD_JPEG, JPEG);
    private static final int UNSIGNED = 1;
    private static final int UNDEFINED = 4;
    private static final int LARGEST_DEPTH = 16;
    private static final int MOST_SAMPLES = 4;
    /** A JPEG part is filled up to whole blocks, of 32 x 32 pixels at the coarsest common sampling. */
    private static final int BLOCK = 32;

    private TiffIntegrity() {}

    /**
     * Checks the first image.
     *
     * @param encoded the file of the directory
     * @throws UnusableImageException if its colours are not supported or its parts make no sense
     */
    static void check(byte[] encoded, TiffDirectory directory) throws UnusableImageException {
        checkColours(directory);
        checkByteCounts(encoded, directory);
        long width = directory.first(TiffDirectory.WIDTH, 0);
        long height = directory.first(TiffDirectory.HEIGHT, 0);
        long stripHeight = Math.min(height, directory.first(TiffDirectory.ROWS_PER_STRIP, height));
        long tileWidth = directory.first(TiffDirectory.TILE_WIDTH, width);
        long tileHeight = directory.first(TiffDirectory.TILE_HEIGHT, height);
        checkParts(encoded, directory.all(TiffDirectory.STRIP_OFFSETS), width, stripHeight);
        checkParts(encoded, directory.all(TiffDirectory.TILE_OFFSETS), tileWidth, tileHeight);
        checkParts(encoded, directory.all(TiffDirectory.JPEG_OFFSET), width, height);
    }

    /**
     * Whether the samples beyond the colours are something other than opacity, such as near infrared: {@code ExtraSamples}
     * is 0, unspecified. A file without that field has opacity there, as most readers take it.
     */
    static boolean hasUnspecifiedSamples(TiffDirectory directory) throws UnusableImageException {
        return directory.first(TiffDirectory.EXTRA_SAMPLES, 1) == 0;
    }

    private static void checkColours(TiffDirectory directory) throws UnusableImageException {
        if (directory.first(TiffDirectory.PHOTOMETRIC, 0) == CMYK) {
            throw new UnusableImageException("unsupported colours: a TIFF in CMYK");
        }
        long samples = directory.first(TiffDirectory.SAMPLES_PER_PIXEL, 1);
        if (samples > MOST_SAMPLES) {
            throw new UnusableImageException("unsupported colours: " + samples + " components");
        }
        for (long format : directory.all(TiffDirectory.SAMPLE_FORMAT)) {
            if (format != UNSIGNED && format != UNDEFINED) {
                throw new UnusableImageException("unsupported colours: samples that are signed or no whole numbers");
            }
        }
        for (long depth : directory.all(TiffDirectory.BITS_PER_SAMPLE)) {
            if (depth > LARGEST_DEPTH) {
                throw new UnusableImageException("unsupported colours: samples of " + depth + " bits");
            }
        }
    }

    /** Some decompressors make room for as many bytes as these fields say; where nothing does, they may say anything. */
    private static void checkByteCounts(byte[] encoded, TiffDirectory directory) throws UnusableImageException {
        if (COUNTS_UNUSED.contains(directory.first(TiffDirectory.COMPRESSION, NOT_COMPRESSED))) {
            return;
        }
        for (int tag : new int[] {TiffDirectory.STRIP_BYTES, TiffDirectory.TILE_BYTES}) {
            for (long count : directory.all(tag)) {
                if (count > encoded.length) {
                    throw new UnusableImageException(UnusableImageException.TOO_SHORT);
                }
            }
        }
    }

    /** A JPEG inside a TIFF has a size of its own, which no limit on the image's size would see. */
    private static void checkParts(byte[] encoded, long[] offsets, long width, long height)
            throws UnusableImageException {
        for (long offset : offsets) {
            Optional<JpegFrame> frame = JpegFrame.find(encoded, offset);
            if (frame.isPresent()
                    && (frame.get().width() > width + BLOCK || frame.get().height() > height + BLOCK)) {
                throw new UnusableImageException("damaged: a TIFF whose parts are larger than the whole");
            }
        }
    }
}
