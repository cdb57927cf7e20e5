package io.patchdrop.runtime.zoom.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.json.JsonFields;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.MemoryImage;
import io.patchdrop.runtime.zoom.MemoryPixels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
    private static final int GRID = 3;

    private final Path folder;

    MaskTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static boolean holds(Region region, double x, double y) {
        return x >= region.left()
                && x < region.left() + region.width()
                && y >= region.top()
                && y < region.top() + region.height();
    }

    /** The class under the middle of a mask pixel, from the last chip that has one. */
    private static int expectedClass(List<ChipResult> results, int pixel, int column, int row) {
        int expected = 0;
        for (ChipResult result : results) {
            String name = result.className();
            if (name != null && holds(result.chip().window(), (column + 0.5) * pixel, (row + 0.5) * pixel)) {
                expected = 1 + Integer.parseInt(name.substring("class ".length()));
            }
        }
        return expected;
    }

    private static int expectedTaken(List<ChipResult> results, int pixel, int column, int row) {
        for (ChipResult result : results) {
            for (int patch : result.patches()) {
                if (holds(result.chip().patch(GRID, patch), (column + 0.5) * pixel, (row + 0.5) * pixel)) {
                    return 255;
                }
            }
        }
        return 0;
    }

    @ParameterizedTest
    @CsvSource({"1, 40, 300, 290", "2, 3, 100, 700", "3, 80, 2000, 600", "4, 1, 64, 64"})
    void aPixelShowsWhatLiesUnderItsMiddle(long seed, int chips, int width, int height) {
        List<ChipResult> results = TestResults.random(chips, width, height, GRID, 5, seed);
        Palette palette = Palette.of(TestResults.classes(5), results);
        int pixel = MaskImage.pixel(width, height, results, GRID);
        MaskImage classes = MaskImage.ofChips(width, height, pixel, 8, results, result -> palette.numberOf(result) + 1);
        MaskImage taken = MaskImage.ofPatches(width, height, pixel, results, GRID, 255);
        assertThat(classes.width()).isEqualTo((int) Math.ceil((double) width / pixel));
        assertThat(classes.height()).isEqualTo((int) Math.ceil((double) height / pixel));
        for (int top = 0; top < classes.height(); top += 100) {
            for (int left = 0; left < classes.width(); left += 300) {
                Region part = new Region(
                        left, top, Math.min(300, classes.width() - left), Math.min(100, classes.height() - top));
                byte[] ofClasses = classes.samples(part);
                byte[] ofTaken = taken.samples(part);
                for (int i = 0; i < ofClasses.length; i++) {
                    int column = left + i % part.width();
                    int row = top + i / part.width();
                    assertThat(ofClasses[i] & 0xff).isEqualTo(expectedClass(results, pixel, column, row));
                    assertThat(ofTaken[i] & 0xff).isEqualTo(expectedTaken(results, pixel, column, row));
                }
            }
        }
    }

    @Test
    void aMaskOfAHugeImageStaysSmall() {
        List<ChipResult> results = TestResults.random(1, 20, 20, GRID, 2, 1);
        int pixel = MaskImage.pixel(1_000_000, 1_000_000, results, GRID);
        assertThat(1e12 / pixel / pixel).isLessThanOrEqualTo(1 << 28);
    }

    @Test
    void gdalReadsClassesColoursAndPlaces() throws IOException {
        assumeTrue(works("gdalinfo", "--version"), "gdal-bin is not installed");
        RgbImage pixels = MemoryPixels.random(900, 700, 1);
        AffineReference ground = AffineReference.of(32632, 500000, 0.5, 0, 5200000, 0, -0.5);
        List<ChipResult> results = TestResults.random(30, 900, 700, GRID, 3, 9);
        List<String> names = TestResults.classes(3);
        Palette palette = Palette.of(names, results);
        int pixel = MaskImage.pixel(900, 700, results, GRID);
        try (MemoryImage image = MemoryImage.of(pixels, 64).at(ground).open()) {
            MaskFiles.classes(folder.resolve("mask.tif"), image, results, names, GRID, palette);
            MaskFiles.taken(folder.resolve("taken.tif"), image, results, GRID);
        }
        JsonFields info = JsonFields.of(Json.read(run("gdalinfo", "-json", "mask.tif")), "gdalinfo", "");
        int width = (900 + pixel - 1) / pixel;
        int height = (700 + pixel - 1) / pixel;
        assertThat(info.optionalNumbers("size")).containsExactly((double) width, (double) height);
        assertThat(info.optionalNumbers("geoTransform"))
                .containsExactly(500000.0, 0.5 * pixel, 0.0, 5200000.0, 0.0, -0.5 * pixel);
        assertThat(info.object("coordinateSystem").text("wkt")).contains("ID[\"EPSG\",32632]");
        assertThat(info.object("metadata").object("").text("class_2")).isEqualTo("class 1");
        JsonFields band = info.optionalObjects("bands").get(0);
        assertThat(band.number("noDataValue")).isZero();
        assertThat(band.text("colorInterpretation")).isEqualTo("Palette");
        assertThat(band.optionalNumbers("block")).containsExactly(256.0, 256.0);
        int colour = palette.colour(2);
        assertThat(band.object("colorTable").optionalList("entries").get(3))
                .isEqualTo(List.of(colour >> 16, colour >> 8 & 0xff, colour & 0xff, 255));
        byte[] classes = raw("mask.tif");
        byte[] taken = raw("taken.tif");
        assertThat(classes).hasSize(width * height);
        for (int i = 0; i < classes.length; i++) {
            assertThat(classes[i] & 0xff).isEqualTo(expectedClass(results, pixel, i % width, i / width));
            assertThat(taken[i] & 0xff).isEqualTo(expectedTaken(results, pixel, i % width, i / width));
        }
    }

    @Test
    void moreClassesThanAByteTellsApart() throws IOException {
        assumeTrue(works("gdalinfo", "--version"), "gdal-bin is not installed");
        List<ChipResult> results = TestResults.random(50, 300, 300, GRID, 400, 2);
        List<String> names = TestResults.classes(400);
        int pixel = MaskImage.pixel(300, 300, results, GRID);
        int width = (300 + pixel - 1) / pixel;
        try (MemoryImage image =
                MemoryImage.of(MemoryPixels.random(300, 300, 1), 64).open()) {
            MaskFiles.classes(folder.resolve("mask.tif"), image, results, names, GRID, Palette.of(names, results));
        }
        byte[] classes = raw("mask.tif");
        for (int i = 0; i < classes.length / 2; i++) {
            int value = (classes[2 * i] & 0xff) + 256 * (classes[2 * i + 1] & 0xff);
            assertThat(value).isEqualTo(expectedClass(results, pixel, i % width, i / width));
        }
    }

    /** The samples as GDAL reads them, without anything around them. */
    private byte[] raw(String name) throws IOException {
        run("gdal_translate", "-q", "-of", "ENVI", name, name + ".raw");
        return Files.readAllBytes(folder.resolve(name + ".raw"));
    }

    private byte[] run(String... command) throws IOException {
        Path output = Files.createTempFile(folder, "gdal", ".out");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = finish(process);
        byte[] printed = Files.readAllBytes(output);
        assertThat(code).as(new String(printed, StandardCharsets.UTF_8)).isZero();
        return printed;
    }

    private static boolean works(String... command) {
        try {
            return finish(new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start())
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int finish(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
