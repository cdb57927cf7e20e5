package io.patchdrop.imagery.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Gdal;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RGB of TIFF files, computed once more from the samples that GDAL reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TiffSourceTest {
    private static final List<String> TABLE = List.of(
            "rgb Byte 3 100 70 overviews TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32",
            "grey Byte 1 100 70 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32",
            "negative Byte 1 100 70 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 PHOTOMETRIC=MINISWHITE",
            "deep UInt16 4 100 70 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 INTERLEAVE=BAND PHOTOMETRIC=MINISBLACK",
            "signed Int16 3 100 70 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32",
            "floats Float32 3 100 70 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 ENDIANNESS=BIG",
            "alpha Byte 4 100 70 alpha TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 INTERLEAVE=BAND",
            "palette Byte 1 100 70 palette TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32",
            "mask Byte 3 100 70 mask,overviews TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32",
            "mask-cog Byte 3 300 260 mask,overviews,cog BLOCKSIZE=128 COMPRESS=DEFLATE",
            "mask-big Byte 3 100 70 mask TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 BIGTIFF=YES ENDIANNESS=BIG INTERLEAVE=BAND",
            "premultiplied Byte 4 100 70 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 ALPHA=PREMULTIPLIED",
            "nan Float32 1 100 70 sparse,nodata=nan TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32",
            "nodata Int16 1 100 70 sparse,nodata=-32768 TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32",
            "sparse Byte 3 100 70 sparse TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32",
            "bits Byte 1 100 70 bits TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 NBITS=1");

    private GdalFiles files;

    @BeforeAll
    void makeFiles(@TempDir Path folder) throws IOException {
        Gdal.assumePython();
        files = GdalFiles.make(folder, TABLE);
    }

    private TiffSource open(String name, TiffOptions options) throws IOException {
        return TiffSource.open(TestSource.buying(files.file(name)), options);
    }

    private static byte[] buyAndRead(TiffSource source, int level) throws IOException {
        Level size = source.levels().get(level);
        Region whole = Region.whole(size.width(), size.height());
        source.buy(source.pieces(level, whole));
        RgbImage image = source.read(level, whole);
        assertThat(image.width()).isEqualTo(size.width());
        assertThat(image.height()).isEqualTo(size.height());
        return image.pixels();
    }

    private byte[] read(String name, TiffOptions options) throws IOException {
        try (TiffSource source = open(name, options)) {
            return buyAndRead(source, 0);
        }
    }

    private byte[] read(String name) throws IOException {
        return read(name, TiffOptions.DEFAULT);
    }

    private ByteBuffer samples(String name) throws IOException {
        return ByteBuffer.wrap(files.levels(name).get(0).samples()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte rounded(double value) {
        return (byte) Math.round(Math.max(0, Math.min(255, value)));
    }

    @Test
    void levelsAreTheImageAndItsOverviews() throws IOException {
        try (TiffSource source = open("rgb", TiffOptions.DEFAULT)) {
            assertThat(source.levels())
                    .containsExactly(new Level(100, 70, 1), new Level(50, 35, 2), new Level(25, 18, 4));
            for (int level = 0; level < 3; level++) {
                assertThat(buyAndRead(source, level))
                        .isEqualTo(files.levels("rgb").get(level).samples());
            }
        }
    }

    @Test
    void placeOnEarthIsGdals() throws IOException {
        try (TiffSource source = open("rgb", TiffOptions.DEFAULT)) {
            assertThat(source.geoReference()).hasValueSatisfying(reference -> {
                assertThat(reference.epsg()).isEqualTo(32633);
                assertThat(reference.transform()).containsExactly(500000, 10, 0, 4600000, 0, -10);
            });
        }
    }

    @Test
    void greyIsThreeEqualChannels() throws IOException {
        byte[] samples = files.levels("grey").get(0).samples();
        byte[] pixels = read("grey");
        byte[] negative = read("negative");
        byte[] negativeSamples = files.levels("negative").get(0).samples();
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).isEqualTo(samples[i / 3]);
            assertThat(negative[i]).isEqualTo((byte) (255 - (negativeSamples[i / 3] & 0xff)));
        }
    }

    @Test
    void sixteenBitsAreScaled() throws IOException {
        ByteBuffer samples = samples("deep");
        byte[] pixels = read("deep");
        byte[] chosen = read("deep", new TiffOptions(List.of(4, 3, 3), List.of(new Rescale(1000, 40000))));
        for (int i = 0; i < pixels.length; i++) {
            int pixel = i / 3 * 4;
            int value = samples.getShort(2 * (pixel + i % 3)) & 0xffff;
            assertThat(pixels[i]).isEqualTo(rounded(value / 257.0));
            int band = List.of(3, 2, 2).get(i % 3);
            int other = samples.getShort(2 * (pixel + band)) & 0xffff;
            assertThat(chosen[i]).isEqualTo(rounded((other - 1000) * 255 / 39000.0));
        }
    }

    @Test
    void signedSamplesAreScaledFromTheLeastValue() throws IOException {
        ByteBuffer samples = samples("signed");
        byte[] pixels = read("signed");
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).isEqualTo(rounded((samples.getShort(2 * i) + 32768) / 257.0));
        }
    }

    @Test
    void floatingPointNeedsARange() throws IOException {
        assertThatExceptionOfType(UnusableImageException.class)
                .isThrownBy(() -> read("floats"))
                .withMessageContaining("FLOAT32")
                .withMessageContaining("rescale");
        List<Rescale> ranges = List.of(new Rescale(-500, 500), new Rescale(-100, 100), new Rescale(0, 1));
        byte[] pixels = read("floats", new TiffOptions(List.of(), ranges));
        ByteBuffer samples = samples("floats");
        for (int i = 0; i < pixels.length; i++) {
            Rescale range = ranges.get(i % 3);
            double value = (samples.getFloat(4 * i) - range.black()) * 255 / (range.white() - range.black());
            assertThat(pixels[i]).isEqualTo(rounded(value));
        }
    }

    @Test
    void alphaIsCompositedOnBlack() throws IOException {
        byte[] samples = files.levels("alpha").get(0).samples();
        byte[] pixels = read("alpha");
        for (int i = 0; i < pixels.length; i++) {
            int alpha = samples[i / 3 * 4 + 3] & 0xff;
            assertThat(pixels[i]).isEqualTo(rounded((samples[i / 3 * 4 + i % 3] & 0xff) * alpha / 255.0));
        }
        // Who asks for alpha sees it.
        byte[] shown = read("alpha", new TiffOptions(List.of(4), List.of()));
        for (int i = 0; i < shown.length; i++) {
            assertThat(shown[i]).isEqualTo(samples[i / 3 * 4 + 3]);
        }
    }

    @Test
    void premultipliedAlphaIsOnBlackAlready() throws IOException {
        byte[] samples = files.levels("premultiplied").get(0).samples();
        byte[] pixels = read("premultiplied");
        for (int i = 0; i < pixels.length; i++) {
            boolean transparent = samples[i / 3 * 4 + 3] == 0;
            assertThat(pixels[i]).isEqualTo(transparent ? 0 : samples[i / 3 * 4 + i % 3]);
        }
    }

    @Test
    void palettesAreLookedUp() throws IOException {
        byte[] samples = files.levels("palette").get(0).samples();
        byte[] pixels = read("palette");
        for (int i = 0; i < samples.length; i++) {
            int index = samples[i] & 0xff;
            assertThat(pixels[3 * i]).isEqualTo((byte) index);
            assertThat(pixels[3 * i + 1]).isEqualTo((byte) (255 - index));
            assertThat(pixels[3 * i + 2]).isEqualTo((byte) (index * 7 % 256));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mask", "mask-cog", "mask-big"})
    void masksLeaveBlack(String name) throws IOException {
        try (TiffSource source = open(name, TiffOptions.DEFAULT)) {
            for (GdalFiles.Expected expected : files.levels(name)) {
                byte[] samples = expected.samples();
                byte[] mask = expected.mask();
                byte[] pixels = buyAndRead(source, expected.level());
                for (int i = 0; i < pixels.length; i++) {
                    assertThat(pixels[i]).isEqualTo(mask[i / 3] == 0 ? 0 : samples[i]);
                }
            }
        }
    }

    @Test
    void nodataIsBlackAndNothingToBuyWhereNothingIsStored() throws IOException {
        ByteBuffer samples = samples("nodata");
        byte[] pixels = read("nodata");
        for (int i = 0; i < pixels.length; i++) {
            int value = samples.getShort(2 * (i / 3));
            assertThat(pixels[i]).isEqualTo(value == -32768 ? 0 : rounded((value + 32768) / 257.0));
        }
        byte[] nan = read("nan", new TiffOptions(List.of(), List.of(new Rescale(-2000, 500))));
        ByteBuffer floats = samples("nan");
        for (int i = 0; i < nan.length; i++) {
            float value = floats.getFloat(4 * (i / 3));
            assertThat(nan[i]).isEqualTo(Float.isNaN(value) ? 0 : rounded((value + 2000.0) * 255 / 2500));
        }
        assertThat(read("sparse")).isEqualTo(files.levels("sparse").get(0).samples());
        try (TiffSource source = open("sparse", TiffOptions.DEFAULT)) {
            List<Piece> empty = source.pieces(0, new Region(0, 0, 32, 32));
            assertThat(empty).containsExactly(new Piece(0, 0, 0));
            assertThat(source.apart(empty).bytes()).isZero();
            assertThat(source.apart(empty).requests()).isZero();
            assertThat(source.read(0, new Region(3, 5, 10, 20)).pixels()).containsOnly(0);
        }
    }

    @Test
    void bitsAreBlackAndWhite() throws IOException {
        byte[] samples = files.levels("bits").get(0).samples();
        byte[] pixels = read("bits");
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).isEqualTo((byte) (samples[i / 3] * 255));
        }
    }

    @Test
    void piecesAreTheTilesThatAWindowTouches() throws IOException {
        try (TiffSource source = open("rgb", TiffOptions.DEFAULT)) {
            assertThat(source.pieces(0, new Region(31, 32, 2, 32)))
                    .containsExactly(new Piece(0, 0, 1), new Piece(0, 1, 1));
            assertThat(source.region(new Piece(0, 3, 2))).isEqualTo(new Region(96, 64, 4, 6));
            assertThat(source.region(new Piece(2, 0, 0))).isEqualTo(new Region(0, 0, 25, 18));
            assertThatIllegalArgumentException().isThrownBy(() -> source.region(new Piece(0, 4, 0)));
            for (Region outside : List.of(
                    new Region(0, 0, 101, 1),
                    new Region(-1, 0, 2, 2),
                    new Region(99, 69, 1, 2),
                    new Region(Integer.MAX_VALUE, 0, 1, 1),
                    new Region(0, 0, 0, 1))) {
                assertThatIllegalArgumentException().isThrownBy(() -> source.pieces(0, outside));
                assertThatIllegalArgumentException().isThrownBy(() -> source.read(0, outside));
            }
        }
    }

    @Test
    void whatWasNotBoughtIsNotRead() throws IOException {
        byte[] file = Files.readAllBytes(files.file("deep"));
        try (TiffSource source = TiffSource.open(TestSource.buying(file), TiffOptions.DEFAULT)) {
            source.buy(source.pieces(0, new Region(0, 0, 1, 1)));
            assertThat(source.read(0, new Region(0, 0, 32, 32)).pixels()).hasSize(32 * 32 * 3);
            assertThatIllegalStateException().isThrownBy(() -> source.read(0, new Region(80, 60, 10, 10)));
        }
    }

    @Test
    void optionsThatTheFileCannotMeet() {
        assertThatExceptionOfType(UnusableImageException.class)
                .isThrownBy(() -> read("rgb", new TiffOptions(List.of(4), List.of())))
                .withMessage("it has 3 bands and no band 4");
        List<Rescale> three = List.of(new Rescale(0, 1), new Rescale(0, 1), new Rescale(0, 1));
        assertThatExceptionOfType(UnusableImageException.class)
                .isThrownBy(() -> read("grey", new TiffOptions(List.of(), three)))
                .withMessageContaining("3 ranges");
    }

    @Test
    void optionsThatMakeNoSense() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new TiffOptions(List.of(1, 2), List.of()));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new TiffOptions(List.of(0), List.of()));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new Rescale(1, 1));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new Rescale(0, Double.NaN));
    }
}
