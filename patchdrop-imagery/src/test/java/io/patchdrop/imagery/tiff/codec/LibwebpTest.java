package io.patchdrop.imagery.tiff.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.imagery.AllocatedBytes;
import io.patchdrop.imagery.UnusableImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When native libraries are loaded, what is said where libwebp cannot be, and that no image is decoded that is larger than its tile. */
class LibwebpTest {
    private static final String WEBP_CLASSES = "com.luciad.";

    @Test
    void isLoadedForWebpTilesOnly() throws IOException, InterruptedException {
        assertThat(child("8", "-Xlog:class+load"))
                .anyMatch(line -> line.contains("io.patchdrop."))
                .noneMatch(line -> line.contains(WEBP_CLASSES) || line.contains("com.github.luben."));
        assertThat(child("50001", "-Xlog:class+load")).anyMatch(line -> line.contains(WEBP_CLASSES));
    }

    @Test
    void isMissedInOneLine() throws IOException, InterruptedException {
        assertThat(child("50001", "-Dos.arch=abacus"))
                .containsExactly("WebP tiles are not supported on this platform: libwebp was not loaded");
    }

    /** Headers of images of 16384 x 16384 pixels (of VP8, 16383 x 16383) in all places where libwebp looks for them. */
    @ParameterizedTest
    @CsvSource({
        "RIFF....WEBPVP8 ...., 1002009d012aff3fff3f, 16383 x 16383",
        "RIFF....WEBPVP8L...., 2fffffff0f, 16384 x 16384",
        "'', 2fffffff0f, 16384 x 16384",
        "RIFF....WEBP, 2fffffff0f, 16384 x 16384",
        "RIFF....WEBPVP8X...., 02000000ff3f00ff3f00, 16384 x 16384"
    })
    void sizesAreCheckedFirst(String names, String header, String size) {
        ByteBuffer file = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        file.put(names.getBytes(StandardCharsets.ISO_8859_1));
        file.put(HexFormat.of().parseHex(header));
        if (names.length() >= 12) {
            file.putInt(4, file.capacity() - 8);
        }
        if (names.length() == 20) {
            file.putInt(16, names.contains("VP8X") ? 10 : file.capacity() - 20);
        }
        AllocatedBytes allocated = new AllocatedBytes();
        assertThatThrownBy(() -> Libwebp.decode(file.array(), 64, 64))
                .isInstanceOf(UnusableImageException.class)
                .hasMessage("damaged: a WebP image of " + size + " pixels is in the place of 64 x 64");
        // Of which most is libwebp on its way to a file, if it was not loaded before. The images have 1 GiB.
        assertThat(allocated.soFar()).isLessThan(16 << 20);
    }

    private static List<String> child(String compression, String option) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(option);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), compression));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines;
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            lines = output.lines().toList();
        }
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    /** Decodes one tile and prints why it cannot. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            int compression = Integer.parseInt(arguments[0]);
            byte[] encoded = compression == 50001
                    ? Encoded.SmallWebp.LOSSY.bytes()
                    : Encoded.deflated(new byte[3 * Encoded.WEBP_WIDTH * Encoded.WEBP_HEIGHT]);
            TileFormat format =
                    TestFormats.of(Encoded.WEBP_WIDTH, Encoded.WEBP_HEIGHT, 3, SampleType.UINT8, compression);
            try {
                TileDecoder.of(format).decode(encoded, Encoded.WEBP_HEIGHT);
            } catch (UnusableImageException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
