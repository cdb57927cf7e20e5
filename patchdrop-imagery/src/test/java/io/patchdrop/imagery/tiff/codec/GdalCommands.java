package io.patchdrop.imagery.tiff.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** GDAL's command line, another reader and writer of everything here. */
final class GdalCommands {
    private GdalCommands() {}

    /** Skips a test where there is no GDAL. */
    static void assumeInstalled() {
        boolean found = false;
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            found |= Files.isExecutable(Path.of(folder, "gdal_translate"));
        }
        assumeTrue(found, "gdal_translate is not installed");
    }

    /** Writes {@code target} from {@code source}, with these options before the two. */
    static void translate(Path source, Path target, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("gdal_translate", "-q", "--config", "GDAL_PAM_ENABLED", "NO"));
        command.addAll(List.of(options));
        command.addAll(List.of(source.toString(), target.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
    }

    /** What GDAL reads: all pixels, {@code [height, width, samples]}, in this machine's byte order. */
    static byte[] pixels(Path file) throws IOException, InterruptedException {
        Path raw = file.resolveSibling(file.getFileName() + ".raw");
        translate(file, raw, "-of", "ENVI", "-co", "INTERLEAVE=BIP");
        return Files.readAllBytes(raw);
    }

    /**
     * An image for GDAL to read.
     *
     * @param pixels {@code [height, width, bands]}, little-endian
     * @param type GDAL's name of a sample type
     * @return a VRT file in the folder
     */
    static Path image(Path folder, int width, int height, int bands, String type, byte[] pixels) throws IOException {
        int size = pixels.length / (width * height * bands);
        Files.write(folder.resolve("image.bin"), pixels);
        StringBuilder vrt = new StringBuilder();
        vrt.append("<VRTDataset rasterXSize=\"%d\" rasterYSize=\"%d\">".formatted(width, height));
        for (int band = 0; band < bands; band++) {
            vrt.append(
                    """
                    <VRTRasterBand dataType="%s" band="%d" subClass="VRTRawRasterBand">
                    <SourceFilename relativeToVRT="1">image.bin</SourceFilename><ImageOffset>%d</ImageOffset>
                    <PixelOffset>%d</PixelOffset><LineOffset>%d</LineOffset><ByteOrder>LSB</ByteOrder>
                    </VRTRasterBand>
                    """
                            .formatted(type, band + 1, band * size, bands * size, width * bands * size));
        }
        return Files.writeString(folder.resolve("image.vrt"), vrt.append("</VRTDataset>"));
    }
}
