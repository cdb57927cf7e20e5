package io.patchdrop.imagery.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.Gdal;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.tiff.TiffWriterOptions.Packing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** GDAL reads what is written: pixels, overviews, tags; its own check of Cloud Optimized GeoTIFFs has nothing to say. */
class TiffWriterGdalTest {
    /** Says what GDAL sees in a file, a line each, and puts the samples of each level into a file, {@code [h, w, bands]}. */
    private static final String LOOK =
            """
            import sys
            from osgeo import gdal
            from osgeo_utils.samples.validate_cloud_optimized_geotiff import validate
            gdal.UseExceptions()
            path, dump = sys.argv[1], sys.argv[2] == 'dump'
            warnings, errors, details = validate(path, full_check=True)
            print('complaints', warnings + errors)
            image = gdal.Open(path)
            band = image.GetRasterBand(1)
            structure = image.GetMetadata('IMAGE_STRUCTURE')
            print('packing', structure.get('COMPRESSION'), structure.get('PREDICTOR'))
            print('tile', *band.GetBlockSize())
            srs = image.GetSpatialRef()
            print('epsg', srs.GetAuthorityCode(None) if srs else None)
            print('transform', *image.GetGeoTransform())
            print('nodata', band.GetNoDataValue())
            table = band.GetColorTable()
            print('colours', [table.GetColorEntry(i)[:3] for i in range(3)] if table else None)
            last = image.GetRasterBand(image.RasterCount)
            print('last', gdal.GetColorInterpretationName(last.GetColorInterpretation()))
            print('metadata', sorted((k, v) for k, v in image.GetMetadata().items() if k != 'AREA_OR_POINT'))
            print('levels', 1 + band.GetOverviewCount())
            spans = []
            for level in range(1 + band.GetOverviewCount()):
                if dump:
                    bands = [image.GetRasterBand(1 + b) for b in range(image.RasterCount)]
                    chosen = [b if level == 0 else b.GetOverview(level - 1) for b in bands]
                    import numpy
                    numpy.stack([b.ReadAsArray() for b in chosen], axis=-1).tofile(path + '.' + str(level))
                one = band if level == 0 else band.GetOverview(level - 1)
                across, down = one.GetBlockSize()
                for y in range(-(-one.YSize // down)):
                    for x in range(-(-one.XSize // across)):
                        key = '_%d_%d' % (x, y)
                        start = int(one.GetMetadataItem('BLOCK_OFFSET' + key, 'TIFF'))
                        spans.append((level, y, x, start, start + int(one.GetMetadataItem('BLOCK_SIZE' + key, 'TIFF'))))
            spans.sort(key=lambda s: (-s[0], s[1], s[2]))
            print('gaps', sum(a[4] != b[3] for a, b in zip(spans, spans[1:])))
            print('end', spans[-1][4])
            """;

    private final Path folder;

    TiffWriterGdalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void findGdal() {
        Gdal.assumePython();
    }

    static Stream<Arguments> kinds() {
        List<Arguments> kinds = new ArrayList<>();
        for (int bands : new int[] {1, 3, 4}) {
            for (int bits : new int[] {8, 16}) {
                for (Packing packing : Packing.values()) {
                    kinds.add(Arguments.of(bands, bits, packing, kinds.size() % 2 == 0));
                }
            }
        }
        return kinds.stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindIsReadAsItWentIn(int bands, int bits, Packing packing, boolean big) throws IOException {
        TiffWriterNoise image = new TiffWriterNoise(203, 117, bands, bits, 3);
        TiffWriterOptions options = TiffWriterOptions.defaults()
                .withTileSize(48)
                .withPacking(packing)
                .withReductions(List.of(2, 4, 32))
                .withAlwaysBig(big);
        Path file = folder.resolve("noise.tif");
        TiffWriter.write(file, image, options);

        List<String> seen = look(file, "dump");
        assertThat(seen)
                .contains("complaints []", "tile 48 48", "levels 4", "gaps 0", "epsg None")
                .contains("end " + Files.size(file))
                .contains(
                        switch (packing) {
                            case NONE -> "packing None None";
                            case DEFLATE -> "packing DEFLATE None";
                            case DEFLATE_DIFFERENCES -> "packing DEFLATE 2";
                        });
        assertThat(Files.readAllBytes(file)[2]).isEqualTo((byte) (big ? 43 : 42));
        int[] reductions = {1, 2, 4, 32};
        for (int level = 0; level < reductions.length; level++) {
            assertThat(samples(folder.resolve("noise.tif." + level), bits))
                    .isEqualTo(image.reduced(reductions[level], -1));
        }
    }

    @Test
    void tagsArriveAtGdal() throws IOException {
        byte[] classes = new byte[70 * 40];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (byte) (i % 3);
        }
        TiffWriterOptions options = TiffWriterOptions.defaults()
                .withTileSize(32)
                .withPacking(Packing.DEFLATE)
                .withGeoReference(AffineReference.of(32719, 300000, 10, 0, 8200000, 0, -10))
                .withColours(List.of(0x000000, 0xFF0000, 0x00FF80))
                .withNoData(0)
                .withMetadata("classes", "a <b> & \"c\"")
                .withMetadata("from", "scene");
        Path file = folder.resolve("classes.tif");
        TiffWriter.write(file, TiffWriterImage.of(70, 40, 1, classes), options);
        assertThat(look(file, "no"))
                .contains(
                        "complaints []",
                        "epsg 32719",
                        "transform 300000.0 10.0 0.0 8200000.0 0.0 -10.0",
                        "nodata 0.0",
                        "colours [(0, 0, 0), (255, 0, 0), (0, 255, 128)]",
                        "last Palette",
                        "metadata [('classes', 'a <b> & \"c\"'), ('from', 'scene')]");
    }

    @Test
    void referencesOfEveryKindArriveAtGdal() throws IOException {
        for (AffineReference reference : List.of(
                AffineReference.of(4326, 10, 0.001, 0, 50, 0, -0.001),
                AffineReference.of(3857, 1000000, 1, 0.25, 6000000, -0.25, -1),
                AffineReference.of(25832, 400000, 0.2, 0, 5500000, 0, 0.2),
                AffineReference.of(4269, -100, 0.001, 0, 40, 0, -0.001))) {
            Path file = folder.resolve(reference.epsg() + ".tif");
            TiffWriterOptions options = TiffWriterOptions.defaults()
                    .withGeoReference(reference)
                    .withAlpha(true)
                    .withAlwaysBig(reference.epsg() == 3857);
            TiffWriter.write(file, new TiffWriterNoise(20, 20, 4, 8, 1), options);
            String transform = Arrays.toString(reference.transform()).replaceAll("[\\[\\],]", "");
            assertThat(look(file, "no"))
                    .contains("epsg " + reference.epsg(), "last Alpha")
                    .anySatisfy(line -> assertThat(numbers(line, "transform"))
                            .isEqualTo(numbers("transform " + transform, "transform")));
        }
    }

    /** A file of scenes whose patches are tiles: very many, and all of them found where the lists say. */
    @Test
    void manySmallTilesAreQuick() throws IOException {
        TiffWriterNoise image = new TiffWriterNoise(2048, 2048, 3, 8, 5);
        TiffWriterOptions options =
                TiffWriterOptions.defaults().withTileSize(16).withReductions(List.of(4));
        Path file = folder.resolve("scenes.tif");
        long start = System.nanoTime();
        TiffWriter.write(file, image, options);
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(30);
        assertThat(look(file, "dump")).contains("complaints []", "gaps 0", "levels 2");
        byte[] whole = Files.readAllBytes(folder.resolve("scenes.tif.0"));
        assertThat(Arrays.equals(whole, image.samples(Region.whole(2048, 2048))))
                .isTrue();
        assertThat(samples(folder.resolve("scenes.tif.1"), 8)).isEqualTo(image.reduced(4, -1));
    }

    @Test
    @Tag("long")
    void filesOfMoreThanFourGibibytesAreBig() throws IOException {
        int side = 65_600;
        byte[] samples = new byte[512 * 512];
        TiffWriterImage image = new TiffWriterNoise(side, side, 1, 8, 1) {
            @Override
            public byte[] samples(Region region) {
                byte[] tile = Arrays.copyOf(samples, region.width() * region.height());
                Arrays.fill(tile, (byte) (region.left() / 512 * 31 + region.top() / 512 * 7));
                return tile;
            }
        };
        TiffWriterOptions options = TiffWriterOptions.defaults()
                .withTileSize(512)
                .withPacking(Packing.NONE)
                .withReductions(List.of(512));
        Path file = folder.resolve("large.tif");
        TiffWriter.write(file, image, options);
        assertThat(look(file, "no")).contains("complaints []", "gaps 0", "levels 2", "end " + Files.size(file));
        String program =
                """
                import sys
                from osgeo import gdal
                image = gdal.Open(sys.argv[1])
                print(image.GetRasterBand(1).ReadAsArray(65500, 65400, 1, 1)[0, 0])
                """;
        String value = Gdal.python(folder, Files.writeString(folder.resolve("one.py"), program), file.toString());
        assertThat(value.strip()).isEqualTo(String.valueOf((65500 / 512 * 31 + 65400 / 512 * 7) & 0xFF));
    }

    private static double[] numbers(String line, String name) {
        return line.startsWith(name + " ")
                ? Arrays.stream(line.substring(name.length() + 1).split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray()
                : new double[0];
    }

    private static int[] samples(Path file, int bits) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int[] samples = new int[bytes.length * 8 / bits];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = bits == 8 ? bytes[i] & 0xFF : (bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] & 0xFF) << 8;
        }
        return samples;
    }

    private List<String> look(Path file, String dump) throws IOException {
        Path program = Files.writeString(folder.resolve("look.py"), LOOK);
        return Gdal.python(folder, program, file.toString(), dump).lines().toList();
    }
}
