package io.patchdrop.imagery.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.tiff.TiffWriterOptions.Packing;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read by the JDK's own reader of TIFF, and compared with means by brute force. */
class TiffWriterTest {
    private final Path folder;

    TiffWriterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Arguments> kinds() {
        List<Arguments> kinds = new ArrayList<>();
        for (int bands : new int[] {1, 3, 4}) {
            for (int bits : new int[] {8, 16}) {
                for (Packing packing : Packing.values()) {
                    // The JDK reads no differences of 16 bits; TiffWriterGdalTest has them.
                    if (bits == 8 || packing != Packing.DEFLATE_DIFFERENCES) {
                        kinds.add(Arguments.of(bands, bits, packing));
                    }
                }
            }
        }
        return kinds.stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void pixelsAndOverviewsAreThoseThatWentIn(int bands, int bits, Packing packing) throws IOException {
        TiffWriterNoise image = new TiffWriterNoise(203, 117, bands, bits, 7);
        // 48 is no multiple of 32: a block of the last reduction lies in several tiles.
        TiffWriterOptions options = TiffWriterOptions.defaults()
                .withTileSize(48)
                .withPacking(packing)
                .withReductions(List.of(2, 4, 8, 32));
        Path file = folder.resolve("noise.tif");
        TiffWriter.write(file, image, options);

        List<int[]> levels = read(file, bands);
        assertThat(levels).hasSize(5);
        assertThat(levels.get(0)).isEqualTo(image.reduced(1, -1));
        assertThat(levels.get(1)).isEqualTo(image.reduced(2, -1));
        assertThat(levels.get(2)).isEqualTo(image.reduced(4, -1));
        assertThat(levels.get(3)).isEqualTo(image.reduced(8, -1));
        assertThat(levels.get(4)).isEqualTo(image.reduced(32, -1));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void blocksMayBeLargerThanManyTiles() throws IOException {
        TiffWriterNoise image = new TiffWriterNoise(301, 280, 3, 8, 8);
        TiffWriterOptions options =
                TiffWriterOptions.defaults().withTileSize(16).withReductions(List.of(4, 16, 64, 512));
        Path file = folder.resolve("noise.tif");
        TiffWriter.write(file, image, options);
        List<int[]> levels = read(file, 3);
        assertThat(levels.get(0)).isEqualTo(image.reduced(1, -1));
        assertThat(levels.get(1)).isEqualTo(image.reduced(4, -1));
        assertThat(levels.get(2)).isEqualTo(image.reduced(16, -1));
        assertThat(levels.get(3)).isEqualTo(image.reduced(64, -1));
        assertThat(levels.get(4)).isEqualTo(image.reduced(512, -1));
    }

    @Test
    void samplesThatHoldNothingStayOutOfMeans() throws IOException {
        TiffWriterNoise image = new TiffWriterNoise(100, 90, 1, 8, 9);
        TiffWriterOptions options = TiffWriterOptions.defaults()
                .withTileSize(48)
                .withReductions(List.of(2, 32))
                .withNoData(3);
        Path file = folder.resolve("noise.tif");
        TiffWriter.write(file, image, options);
        List<int[]> levels = read(file, 1);
        assertThat(levels.get(1)).isEqualTo(image.reduced(2, 3)).isNotEqualTo(image.reduced(2, -1));
        assertThat(levels.get(2)).isEqualTo(image.reduced(32, 3)).isNotEqualTo(image.reduced(32, -1));
    }

    @Test
    void classesAreNotMixed() throws IOException {
        byte[] classes = new byte[80 * 50];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (byte) ((i % 80 / 3 + i / 80 / 5) % 3);
        }
        TiffWriterOptions options = TiffWriterOptions.defaults()
                .withTileSize(16)
                .withPacking(Packing.DEFLATE)
                .withReductions(List.of(2, 32))
                .withColours(List.of(0x000000, 0xFF0000, 0x00FF80));
        Path file = folder.resolve("classes.tif");
        TiffWriter.write(file, TiffWriterImage.of(80, 50, 1, classes), options);
        List<int[]> levels = read(file, 1);
        for (int row = 0; row < 25; row++) {
            for (int column = 0; column < 40; column++) {
                assertThat(levels.get(1)[row * 40 + column]).isEqualTo(classes[2 * row * 80 + 2 * column]);
            }
        }
        assertThat(levels.get(2))
                .containsExactly(
                        classes[0],
                        classes[32],
                        classes[64],
                        classes[32 * 80],
                        classes[32 * 80 + 32],
                        classes[32 * 80 + 64]);
    }

    @Test
    void partsAreAskedForOnceInTheOrderOfTiles() throws IOException {
        List<Region> asked = new ArrayList<>();
        TiffWriterImage image = new TiffWriterNoise(40, 20, 1, 8, 1) {
            @Override
            public byte[] samples(Region region) {
                asked.add(region);
                return super.samples(region);
            }
        };
        TiffWriter.write(
                folder.resolve("a.tif"), image, TiffWriterOptions.defaults().withTileSize(32));
        assertThat(asked).containsExactly(new Region(0, 0, 32, 20), new Region(32, 0, 8, 20));
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("a.tif");
        Files.writeString(file, "old");
        TiffWriterImage image = new TiffWriterNoise(100, 100, 1, 8, 1) {
            @Override
            public byte[] samples(Region region) {
                throw new UncheckedIOException(new IOException("gone"));
            }
        };
        TiffWriterOptions options = TiffWriterOptions.defaults().withReductions(List.of(2));
        assertThatThrownBy(() -> TiffWriter.write(file, image, options)).hasMessageContaining("gone");
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        TiffWriterOptions options = TiffWriterOptions.defaults();
        Path file = folder.resolve("a.tif");
        assertThatThrownBy(() -> options.withTileSize(40)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withReductions(List.of(4, 2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withReductions(List.of(3))).isInstanceOf(IllegalArgumentException.class);
        TiffWriterImage rgb = new TiffWriterNoise(10, 10, 3, 8, 1);
        List<TiffWriterOptions> unfit =
                List.of(options.withAlpha(true), options.withNoData(256), options.withColours(List.of(0)));
        for (TiffWriterOptions choice : unfit) {
            assertThatThrownBy(() -> TiffWriter.write(file, rgb, choice)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> TiffWriter.write(file, new TiffWriterNoise(10, 10, 2, 8, 1), options))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void theSourceOfThisPackageReadsItToo() throws IOException {
        TiffWriterNoise image = new TiffWriterNoise(203, 117, 3, 8, 4);
        AffineReference reference = AffineReference.of(32719, 300000, 10, 0, 8200000, 0, -10);
        for (boolean big : new boolean[] {false, true}) {
            Path file = folder.resolve(big + ".tif");
            TiffWriterOptions options = TiffWriterOptions.defaults()
                    .withTileSize(16)
                    .withReductions(List.of(2, 4))
                    .withGeoReference(reference)
                    .withAlwaysBig(big);
            TiffWriter.write(file, image, options);
            try (TiffSource source = TiffSource.open(TestSource.buying(file), TiffOptions.DEFAULT)) {
                assertThat(source.geoReference()).contains(reference);
                assertThat(source.levels()).hasSize(3);
                for (int level = 0; level < 3; level++) {
                    Level size = source.levels().get(level);
                    Region whole = Region.whole(size.width(), size.height());
                    source.buy(source.pieces(level, whole));
                    byte[] pixels = source.read(level, whole).pixels();
                    int[] expected = image.reduced(1 << level, -1);
                    assertThat(pixels).hasSize(expected.length);
                    for (int i = 0; i < pixels.length; i++) {
                        assertThat(pixels[i]).isEqualTo((byte) expected[i]);
                    }
                }
            }
        }
    }

    @Test
    void reductionsEndWithOneTile() {
        assertThat(TiffWriterOptions.reductionsFor(4096, 4096, 256)).containsExactly(2, 4, 8, 16);
        assertThat(TiffWriterOptions.reductionsFor(4097, 10, 256)).containsExactly(2, 4, 8, 16, 32);
        assertThat(TiffWriterOptions.reductionsFor(256, 256, 256)).isEmpty();
        assertThat(TiffWriterOptions.reductionsFor(257, 256, 256)).containsExactly(2);
    }

    /** The samples of every image in a file, {@code [height, width, bands]}. */
    private static List<int[]> read(Path file, int bands) throws IOException {
        List<int[]> images = new ArrayList<>();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
            reader.setInput(in);
            int count = reader.getNumImages(true);
            for (int i = 0; i < count; i++) {
                Raster raster = reader.canReadRaster()
                        ? reader.readRaster(i, null)
                        : reader.read(i).getRaster();
                assertThat(raster.getNumBands()).isEqualTo(bands);
                images.add(raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null));
            }
            reader.dispose();
        }
        return images;
    }
}
