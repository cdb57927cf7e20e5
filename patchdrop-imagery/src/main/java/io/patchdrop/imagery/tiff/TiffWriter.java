package io.patchdrop.imagery.tiff;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.imagery.Region;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes tiled GeoTIFFs in the layout of a Cloud Optimized GeoTIFF: every directory, the image's first, stands before the
 * tiles; the smallest overview's tiles come first and the image's last, row by row, without gaps, so that neighbours in a
 * row can be had in one range. What is needed to look stands together at the front: the lists of tiles are ordered like
 * the tiles.
 *
 * <p>The image passes once. Packed tiles wait in a file for each level beside the target until all their lengths are known;
 * in memory are a row of tiles of each overview, and 10 bytes or so for each tile. Whether the file must be a BigTIFF is
 * decided then, by its exact size.
 */
public final class TiffWriter {
    private static final int LONGEST_SIDE = 1 << 30;

    private TiffWriter() {}

    /**
     * Writes an image, whole or not at all; see {@link AtomicFile#write}. Overviews are means of all the image's pixels under
     * one of theirs, rounded half up; at the right and lower edge of those that are there.
     *
     * @throws IOException if a step fails, or the image cannot give its samples
     * @throws IllegalArgumentException if the image is not of the kinds that {@link TiffWriterImage} names, or the options do
     *     not fit it
     */
    public static void write(Path file, TiffWriterImage image, TiffWriterOptions options) throws IOException {
        check(image, options);
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file name");
        }
        Files.createDirectories(folder);
        List<TiffWriterLevel> levels = new ArrayList<>();
        try {
            levels.add(TiffWriterLevel.open(target, image, options, 1));
            List<TiffWriterOverview> overviews = new ArrayList<>();
            for (int reduction : options.reductions()) {
                TiffWriterLevel level = TiffWriterLevel.open(target, image, options, reduction);
                levels.add(level);
                overviews.add(new TiffWriterOverview(image, options, level, reduction));
            }
            pass(image, levels.get(0), overviews);
            TiffWriterLayout layout = TiffWriterLayout.of(image, options, levels);
            AtomicFile.write(target, out -> assemble(layout, levels, out));
        } finally {
            for (TiffWriterLevel level : levels) {
                level.close();
            }
        }
    }

    /** Gives every tile of the image to its own level and to the overviews. */
    private static void pass(TiffWriterImage image, TiffWriterLevel full, List<TiffWriterOverview> overviews)
            throws IOException {
        int tileSize = full.tileSize();
        int sampleBytes = image.bits() / Byte.SIZE;
        for (int top = 0; top < image.height(); top += tileSize) {
            int rows = Math.min(tileSize, image.height() - top);
            for (int left = 0; left < image.width(); left += tileSize) {
                Region region = new Region(left, top, Math.min(tileSize, image.width() - left), rows);
                byte[] samples = image.samples(region);
                if (samples.length != region.width() * rows * image.bands() * sampleBytes) {
                    throw new IllegalArgumentException(samples.length + " bytes of samples for " + region);
                }
                full.add(samples, 0, region.width(), region.width(), rows);
                for (TiffWriterOverview overview : overviews) {
                    overview.add(samples, region);
                }
            }
            for (TiffWriterOverview overview : overviews) {
                overview.finishRows(top + rows);
            }
        }
    }

    private static void assemble(TiffWriterLayout layout, List<TiffWriterLevel> levels, FileOutputStream out)
            throws IOException {
        layout.writeTo(out);
        for (int level = levels.size() - 1; level >= 0; level--) {
            levels.get(level).copyTo(out.getChannel());
        }
    }

    private static void check(TiffWriterImage image, TiffWriterOptions options) {
        int bands = image.bands();
        int bits = image.bits();
        boolean hasSize = image.width() >= 1
                && image.height() >= 1
                && image.width() <= LONGEST_SIDE
                && image.height() <= LONGEST_SIDE;
        if (!hasSize) {
            throw new IllegalArgumentException("an image of " + image.width() + " x " + image.height() + " pixels");
        }
        if ((bands != 1 && bands != 3 && bands != 4) || (bits != Byte.SIZE && bits != Short.SIZE)) {
            throw new IllegalArgumentException(
                    bands + " bands of " + bits + " bits: neither 1, 3 or 4 bands nor 8 or 16 bits");
        }
        for (int reduction : options.reductions()) {
            long row = (long) TiffWriterLevel.reduced(image.width(), reduction) * options.tileSize() * bands * bits;
            if (row > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "a row of tiles of the overview by " + reduction + " does not fit into memory");
            }
        }
        if (!options.colours().isEmpty() && (bands != 1 || bits != Byte.SIZE)) {
            throw new IllegalArgumentException("colours of classes, and " + bands + " bands of " + bits + " bits");
        }
        if (options.alpha() && bands != 4) {
            throw new IllegalArgumentException("an opacity, and " + bands + " bands");
        }
        Integer noData = options.noData();
        if (noData != null && (noData < 0 || noData >= 1 << bits)) {
            throw new IllegalArgumentException("no sample of " + bits + " bits has the value " + noData);
        }
    }
}
