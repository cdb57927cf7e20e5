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

/** WebP tiles and strips that GDAL wrote give the pixels that GDAL reads. */
class WebpTilesTest {
    private static final int WIDTH = 150;
    private static final int HEIGHT = 107;

    private record Case(int bands, List<String> options) {}

    @BeforeAll
    static void needsGdal() {
        GdalCommands.assumeInstalled();
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int bands = 3; bands <= 4; bands++) {
            for (String layout : List.of("BLOCKYSIZE=25", "BLOCKYSIZE=107", "TILED=YES")) {
                cases.add(new Case(bands, List.of(layout, "WEBP_LOSSLESS=YES")));
                for (int quality : new int[] {1, 20, 50, 75, 95, 100}) {
                    cases.add(new Case(bands, List.of(layout, "WEBP_LEVEL=" + quality)));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalWhatGdalReads(Case each, @TempDir Path folder) throws IOException, InterruptedException {
        byte[] pixels = TestPixels.of(SampleType.UINT8, WIDTH, HEIGHT, each.bands());
        Path image = GdalCommands.image(folder, WIDTH, HEIGHT, each.bands(), "Byte", pixels);
        Path file = folder.resolve("file.tif");
        List<String> options = new ArrayList<>(List.of("-co", "COMPRESS=WEBP", "-co", "INTERLEAVE=PIXEL"));
        each.options().forEach(option -> options.addAll(List.of("-co", option)));
        if (each.bands() == 4) {
            options.addAll(List.of("-co", "ALPHA=YES"));
        }
        GdalCommands.translate(image, file, options.toArray(String[]::new));
        assertThat(new TileFile(file).pixels()).isEqualTo(GdalCommands.pixels(file));
    }
}
