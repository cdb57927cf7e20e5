package io.patchdrop.imagery.tiff.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JPEG tiles and strips that GDAL wrote give the pixels that GDAL reads. */
class JpegTilesTest {
    private static final int WIDTH = 150;
    private static final int HEIGHT = 107;

    private record Case(int bands, List<String> options) {}

    @BeforeAll
    static void needsGdal() {
        GdalCommands.assumeInstalled();
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int quality : new int[] {50, 75, 95}) {
            String level = "JPEG_QUALITY=" + quality;
            cases.add(new Case(1, List.of(level)));
            cases.add(new Case(1, List.of(level, "TILED=YES")));
            cases.add(new Case(2, List.of(level, "TILED=YES", "INTERLEAVE=PIXEL")));
            cases.add(new Case(3, List.of(level, "TILED=YES", "PHOTOMETRIC=YCBCR")));
            cases.add(new Case(3, List.of(level, "BLOCKYSIZE=32", "PHOTOMETRIC=YCBCR")));
            cases.add(new Case(3, List.of(level, "TILED=YES", "PHOTOMETRIC=RGB", "INTERLEAVE=PIXEL")));
            cases.add(new Case(3, List.of(level, "TILED=YES", "PHOTOMETRIC=RGB", "INTERLEAVE=BAND")));
            cases.add(new Case(3, List.of(level, "TILED=YES", "PHOTOMETRIC=MINISBLACK", "INTERLEAVE=PIXEL")));
            cases.add(new Case(4, List.of(level, "TILED=YES", "INTERLEAVE=PIXEL")));
            cases.add(new Case(4, List.of(level, "BLOCKYSIZE=48", "PHOTOMETRIC=RGB", "INTERLEAVE=PIXEL")));
            cases.add(new Case(4, List.of(level, "TILED=YES", "INTERLEAVE=BAND")));
            cases.add(new Case(3, List.of(level, "TILED=YES", "PHOTOMETRIC=YCBCR", "JPEGTABLESMODE=0")));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalWhatGdalReads(Case each, @TempDir Path folder) throws IOException, InterruptedException {
        byte[] pixels = TestPixels.of(SampleType.UINT8, WIDTH, HEIGHT, each.bands());
        Path image = GdalCommands.image(folder, WIDTH, HEIGHT, each.bands(), "Byte", pixels);
        Path file = folder.resolve("file.tif");
        List<String> options = new ArrayList<>(List.of("-co", "COMPRESS=JPEG"));
        if (each.options().contains("TILED=YES")) {
            options.addAll(List.of("-co", "BLOCKXSIZE=64", "-co", "BLOCKYSIZE=48"));
        }
        each.options().forEach(option -> options.addAll(List.of("-co", option)));
        GdalCommands.translate(image, file, options.toArray(String[]::new));

        Differences differences = Differences.between(new TileFile(file).pixels(), GdalCommands.pixels(file));
        assertThat(differences.mean()).as("%s", differences).isLessThan(0.01);
        assertThat(differences.largest()).as("%s", differences).isLessThanOrEqualTo(2);
    }
}
