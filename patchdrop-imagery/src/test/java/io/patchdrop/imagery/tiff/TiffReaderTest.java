package io.patchdrop.imagery.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.Gdal;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.bytes.BoughtBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples equal GDAL's, for files of every kind that GDAL writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TiffReaderTest {
    private static final double MOST_LOSS = 2;

    /** A good cover of pairs: byte order, offsets, layout, type, bands, predictor, compression, overviews. */
    private static final List<String> LOSSLESS = List.of(
            "plain Byte 3 200 150 - TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=48",
            "plain-big-tiff Byte 3 200 150 overviews TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 BIGTIFF=YES ENDIANNESS=BIG",
            "plain-planar UInt16 4 131 77 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 INTERLEAVE=BAND ENDIANNESS=BIG",
            "plain-strips Int16 2 61 77 - BLOCKYSIZE=7 BIGTIFF=YES",
            "plain-floats Float64 2 61 77 overviews BLOCKYSIZE=5 INTERLEAVE=BAND ENDIANNESS=BIG BIGTIFF=YES",
            "one-strip Byte 1 100 60 - BLOCKYSIZE=60",
            "bits Byte 1 77 61 bits TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 NBITS=1 COMPRESS=DEFLATE",
            "signed-bytes Byte 2 77 61 - PIXELTYPE=SIGNEDBYTE COMPRESS=LZW",
            "packed Byte 3 77 61 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=PACKBITS",
            "deflate-1 Byte 3 131 99 overviews TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=DEFLATE",
            "deflate-2 Int16 3 131 99 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=DEFLATE PREDICTOR=2 INTERLEAVE=BAND"
                    + " BIGTIFF=YES",
            "deflate-3 Float32 2 131 99 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=DEFLATE PREDICTOR=3",
            "deflate-3-big Float32 3 131 99 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=DEFLATE PREDICTOR=3"
                    + " ENDIANNESS=BIG",
            "deflate-strips UInt32 3 61 53 - BLOCKYSIZE=9 COMPRESS=DEFLATE INTERLEAVE=BAND ENDIANNESS=BIG",
            "lzw-1 UInt16 1 131 99 - BLOCKYSIZE=8 COMPRESS=LZW BIGTIFF=YES ENDIANNESS=BIG",
            "lzw-2 UInt16 5 131 99 overviews TILED=YES BLOCKXSIZE=48 BLOCKYSIZE=16 COMPRESS=LZW PREDICTOR=2 ENDIANNESS=BIG",
            "lzw-2-32 UInt32 3 77 61 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=LZW PREDICTOR=2 BIGTIFF=YES"
                    + " ENDIANNESS=BIG",
            "lzw-2-8 Byte 4 77 61 - BLOCKYSIZE=16 COMPRESS=LZW PREDICTOR=2",
            "lzw-3 Float32 1 77 61 overviews TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=LZW PREDICTOR=3 BIGTIFF=YES",
            "zstd-1 Float32 3 77 61 - BLOCKYSIZE=10 COMPRESS=ZSTD ENDIANNESS=BIG",
            "zstd-2 UInt16 3 200 150 overviews TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 COMPRESS=ZSTD PREDICTOR=2 BIGTIFF=YES",
            "zstd-2-32 Int32 2 77 61 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=ZSTD PREDICTOR=2 INTERLEAVE=BAND",
            "zstd-3 Float64 2 77 61 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=ZSTD PREDICTOR=3 ENDIANNESS=BIG"
                    + " INTERLEAVE=BAND BIGTIFF=YES",
            "webp-lossless Byte 3 131 99 overviews TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 COMPRESS=WEBP WEBP_LOSSLESS=YES",
            "webp-lossless-4 Byte 4 131 99 alpha TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 COMPRESS=WEBP WEBP_LOSSLESS=YES"
                    + " ENDIANNESS=BIG BIGTIFF=YES",
            "palette Byte 1 131 99 palette,overviews TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 COMPRESS=DEFLATE",
            "mask Byte 3 131 99 mask,overviews TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 COMPRESS=DEFLATE",
            "sparse UInt16 2 200 150 sparse TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32",
            "sparse-nodata Float32 2 200 150 sparse,nodata=-9999.5,overviews TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32"
                    + " INTERLEAVE=BAND COMPRESS=DEFLATE PREDICTOR=3",
            "sparse-bytes Byte 3 200 150 sparse,nodata=77 TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=32 BIGTIFF=YES COMPRESS=ZSTD",
            "cog-deflate Byte 3 300 260 overviews,cog BLOCKSIZE=128 COMPRESS=DEFLATE PREDICTOR=YES",
            "cog-mask UInt16 1 300 260 mask,overviews,cog BLOCKSIZE=128 COMPRESS=ZSTD PREDICTOR=YES BIGTIFF=YES",
            "cog-sparse UInt16 3 700 260 sparse,overviews,cog,nodata=3 BLOCKSIZE=128 COMPRESS=LZW SPARSE_OK=TRUE");

    private static final List<String> LOSSY = List.of(
            "jpeg-ycbcr Byte 3 200 150 smooth TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 COMPRESS=JPEG PHOTOMETRIC=YCBCR",
            "jpeg-ycbcr-strips Byte 3 131 99 smooth BLOCKYSIZE=32 COMPRESS=JPEG PHOTOMETRIC=YCBCR ENDIANNESS=BIG",
            "jpeg-rgb Byte 3 200 150 smooth,overviews TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 COMPRESS=JPEG JPEG_QUALITY=90"
                    + " BIGTIFF=YES",
            "jpeg-grey Byte 1 200 150 smooth TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 COMPRESS=JPEG ENDIANNESS=BIG",
            "jpeg-planar Byte 3 131 99 smooth TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 COMPRESS=JPEG INTERLEAVE=BAND"
                    + " JPEGTABLESMODE=0",
            "jpeg-mask Byte 3 200 150 smooth,mask,overviews TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 COMPRESS=JPEG"
                    + " PHOTOMETRIC=YCBCR",
            "webp-lossy Byte 3 200 150 smooth,overviews TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 COMPRESS=WEBP WEBP_LEVEL=75",
            "cog-jpeg Byte 3 300 260 smooth,overviews,cog,mask BLOCKSIZE=128 COMPRESS=JPEG",
            "cog-webp Byte 4 300 260 smooth,overviews,cog,alpha BLOCKSIZE=128 COMPRESS=WEBP");

    private static final List<String> SMALL = List.of(
            "small-chunky Byte 3 45 37 - TILED=YES BLOCKXSIZE=16 BLOCKYSIZE=16",
            "small-planar UInt16 2 37 45 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=16 INTERLEAVE=BAND COMPRESS=LZW",
            "small-strips Float32 1 29 41 - BLOCKYSIZE=6 COMPRESS=DEFLATE",
            "small-sparse UInt16 1 53 37 sparse,nodata=12 TILED=YES BLOCKXSIZE=16 BLOCKYSIZE=16");

    private GdalFiles files;

    @BeforeAll
    void makeFiles(@TempDir Path folder) throws IOException {
        Gdal.assumePython();
        files = GdalFiles.make(
                folder, Stream.of(LOSSLESS, LOSSY, SMALL).flatMap(List::stream).toList());
    }

    private static Stream<String> names(List<String> table) {
        return table.stream().map(line -> line.substring(0, line.indexOf(' ')));
    }

    static Stream<String> lossless() {
        return names(LOSSLESS);
    }

    static Stream<String> lossy() {
        return names(LOSSY);
    }

    @ParameterizedTest
    @MethodSource("lossless")
    void samplesAreGdals(String name) throws IOException {
        try (BoughtBytes bytes = TestSource.buying(files.file(name))) {
            TiffReader reader = TiffReader.open(bytes);
            assertThat(reader.levels()).isEqualTo(files.levels(name).size());
            for (GdalFiles.Expected expected : files.levels(name)) {
                Samples samples = whole(reader, expected);
                assertThat(samples.content()).as("level %d", expected.level()).isEqualTo(expected.samples());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("lossy")
    void lossySamplesAreWithinTwoLevels(String name) throws IOException {
        try (BoughtBytes bytes = TestSource.buying(files.file(name))) {
            TiffReader reader = TiffReader.open(bytes);
            assertThat(reader.levels()).isEqualTo(files.levels(name).size());
            for (GdalFiles.Expected expected : files.levels(name)) {
                double loss = meanDifference(whole(reader, expected).content(), expected.samples());
                assertThat(loss).as("level %d", expected.level()).isLessThanOrEqualTo(MOST_LOSS);
            }
        }
    }

    private static Samples whole(TiffReader reader, GdalFiles.Expected expected) throws IOException {
        assertThat(reader.whole(expected.level())).isEqualTo(Region.whole(expected.width(), expected.height()));
        Samples samples = reader.read(expected.level(), reader.whole(expected.level()));
        assertThat(samples.bands()).isEqualTo(expected.bands());
        assertThat(samples.type().bytes()).isEqualTo(expected.sampleBytes());
        return samples;
    }

    private static double meanDifference(byte[] found, byte[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double sum = 0;
        for (int i = 0; i < found.length; i++) {
            sum += Math.abs((found[i] & 0xff) - (expected[i] & 0xff));
        }
        return sum / found.length;
    }

    @ParameterizedTest
    @ValueSource(strings = {"small-chunky", "small-planar", "small-strips", "small-sparse"})
    void everyWindowIsCutOutOfTheImage(String name) throws IOException {
        GdalFiles.Expected expected = files.levels(name).get(0);
        byte[] image = expected.samples();
        try (BoughtBytes bytes = TestSource.buying(files.file(name))) {
            TiffReader reader = TiffReader.open(bytes);
            for (int[] size : new int[][] {{1, 1}, {5, 3}, {16, 16}, {17, 33}}) {
                for (int top = 0; top + size[1] <= expected.height(); top++) {
                    for (int left = 0; left + size[0] <= expected.width(); left++) {
                        Region window = new Region(left, top, size[0], size[1]);
                        byte[] found = reader.read(0, window).content();
                        assertThat(Arrays.equals(found, cut(image, expected, window)))
                                .as(window.toString())
                                .isTrue();
                    }
                }
            }
        }
    }

    private static byte[] cut(byte[] image, GdalFiles.Expected of, Region window) {
        int pixelBytes = of.bands() * of.sampleBytes();
        byte[] cut = new byte[window.width() * window.height() * pixelBytes];
        for (int i = 0; i < cut.length; i++) {
            int x = window.left() + i / pixelBytes % window.width();
            int y = window.top() + i / pixelBytes / window.width();
            cut[i] = image[(y * of.width() + x) * pixelBytes + i % pixelBytes];
        }
        return cut;
    }
}
