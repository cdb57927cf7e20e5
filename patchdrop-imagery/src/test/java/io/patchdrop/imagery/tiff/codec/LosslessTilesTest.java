package io.patchdrop.imagery.tiff.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tiles and strips that GDAL wrote give the bytes that GDAL reads. */
class LosslessTilesTest {
    private static final int WIDTH = 150;
    private static final int HEIGHT = 107;

    private static final Map<SampleType, String> GDAL_TYPES = Map.of(
            SampleType.BIT, "Byte",
            SampleType.UINT8, "Byte",
            SampleType.INT8, "Byte",
            SampleType.UINT16, "UInt16",
            SampleType.INT16, "Int16",
            SampleType.UINT32, "UInt32",
            SampleType.INT32, "Int32",
            SampleType.FLOAT32, "Float32",
            SampleType.FLOAT64, "Float64");

    private record Case(String compression, int predictor, SampleType type, int bands, List<String> options) {}

    @BeforeAll
    static void needsGdal() {
        GdalCommands.assumeInstalled();
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (SampleType type : SampleType.values()) {
            cases.add(new Case("NONE", 1, type, 3, layout(cases)));
            cases.add(new Case("PACKBITS", 1, type, 3, layout(cases)));
            for (String compression : List.of("LZW", "DEFLATE", "ZSTD")) {
                for (int predictor = 1; predictor <= 3; predictor++) {
                    if (predictor == 1 || (predictor == 2 && type != SampleType.BIT) || type.isFloatingPoint()) {
                        cases.add(new Case(compression, predictor, type, 3, layout(cases)));
                        cases.add(new Case(compression, predictor, type, cases.size() % 2 == 0 ? 1 : 5, layout(cases)));
                    }
                }
            }
        }
        return cases;
    }

    /** The layouts in turn: not all of them with everything, but every codec and type with several. */
    private static List<String> layout(List<Case> before) {
        int turn = before.size();
        List<String> options = new ArrayList<>();
        options.add("INTERLEAVE=" + (turn % 2 == 0 ? "PIXEL" : "BAND"));
        options.add("ENDIANNESS=" + (turn / 2 % 2 == 0 ? "LITTLE" : "BIG"));
        if (turn % 5 == 0) {
            options.add("BLOCKYSIZE=25");
        } else {
            options.addAll(List.of("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=32"));
        }
        return options;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalWhatGdalReads(Case each, @TempDir Path folder) throws IOException, InterruptedException {
        byte[] pixels = TestPixels.of(each.type(), WIDTH, HEIGHT, each.bands());
        Path image = GdalCommands.image(
                folder, WIDTH, HEIGHT, each.bands(), GDAL_TYPES.getOrDefault(each.type(), ""), pixels);
        Path file = folder.resolve("file.tif");
        List<String> options =
                new ArrayList<>(List.of("-co", "COMPRESS=" + each.compression(), "-co", "PROFILE=BASELINE"));
        if (each.predictor() > 1) {
            options.addAll(List.of("-co", "PREDICTOR=" + each.predictor()));
        }
        if (each.type() == SampleType.BIT) {
            options.addAll(List.of("-co", "NBITS=1"));
        } else if (each.type() == SampleType.INT8) {
            options.addAll(List.of("-co", "PIXELTYPE=SIGNEDBYTE"));
        }
        each.options().forEach(option -> options.addAll(List.of("-co", option)));
        GdalCommands.translate(image, file, options.toArray(String[]::new));

        TileFile tiles = new TileFile(file);
        assertThat(tiles.format().type()).isEqualTo(each.type());
        assertThat(tiles.pixels()).isEqualTo(GdalCommands.pixels(file));
        // GDAL swaps bytes before it applies predictor 3 to a big-endian file, and not when it reads one.
        boolean swapped = each.predictor() == 3 && each.options().contains("ENDIANNESS=BIG");
        assertThat(Arrays.equals(tiles.pixels(), pixels)).isNotEqualTo(swapped);
    }

    @Test
    void largeLzwTilesFillTheTableOften(@TempDir Path folder) throws IOException, InterruptedException {
        Path image = GdalCommands.image(folder, 512, 512, 3, "UInt16", TestPixels.of(SampleType.UINT16, 512, 512, 3));
        Path file = folder.resolve("file.tif");
        GdalCommands.translate(
                image,
                file,
                "-co",
                "COMPRESS=LZW",
                "-co",
                "TILED=YES",
                "-co",
                "BLOCKXSIZE=512",
                "-co",
                "BLOCKYSIZE=512");
        assertThat(new TileFile(file).pixels()).isEqualTo(GdalCommands.pixels(file));
    }
}
