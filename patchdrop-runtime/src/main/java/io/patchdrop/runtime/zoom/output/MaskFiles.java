package io.patchdrop.runtime.zoom.output;

import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import io.patchdrop.runtime.zoom.ChipResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code mask.tif} and {@code taken.tif}. */
final class MaskFiles {
    /** Where a patch was bought. */
    static final int TAKEN = 255;

    private static final int TILE = 256;
    private static final int MOST_OF_A_BYTE = 255;

    private MaskFiles() {}

    /** Writes 1 + the number of the class of each chip, and 0 where there is no answer. */
    static void classes(
            Path file, ImageSource image, List<ChipResult> results, List<String> classes, int grid, Palette palette)
            throws IOException {
        Level whole = image.levels().get(0);
        int pixel = MaskImage.pixel(whole.width(), whole.height(), results, grid);
        int bits = classes.size() <= MOST_OF_A_BYTE ? Byte.SIZE : Short.SIZE;
        MaskImage mask = MaskImage.ofChips(
                whole.width(), whole.height(), pixel, bits, results, result -> palette.numberOf(result) + 1);
        TiffWriterOptions options = options(mask, image, pixel).withNoData(0);
        for (int i = 0; i < classes.size(); i++) {
            options = options.withMetadata("class_" + (i + 1), classes.get(i));
        }
        if (bits == Short.SIZE) {
            // Overviews would be means of class numbers.
            options = options.withReductions(List.of());
        } else {
            List<Integer> colours = new ArrayList<>(List.of(0));
            colours.addAll(palette.colours());
            options = options.withColours(colours);
        }
        TiffWriter.write(file, mask, options);
    }

    /** Writes {@link #TAKEN} where a patch was bought, else 0. */
    static void taken(Path file, ImageSource image, List<ChipResult> results, int grid) throws IOException {
        Level whole = image.levels().get(0);
        int pixel = MaskImage.pixel(whole.width(), whole.height(), results, grid);
        MaskImage mask = MaskImage.ofPatches(whole.width(), whole.height(), pixel, results, grid, TAKEN);
        TiffWriter.write(file, mask, options(mask, image, pixel));
    }

    private static TiffWriterOptions options(TiffWriterImage mask, ImageSource image, int pixel) {
        TiffWriterOptions options = TiffWriterOptions.defaults()
                .withTileSize(TILE)
                .withPacking(TiffWriterOptions.Packing.DEFLATE)
                .withReductions(TiffWriterOptions.reductionsFor(mask.width(), mask.height(), TILE));
        Optional<GeoReference> ground = image.geoReference();
        return ground.isEmpty()
                ? options
                : options.withGeoReference(AffineReference.part(ground.get(), 0, 0, pixel, pixel));
    }
}
