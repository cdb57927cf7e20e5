package io.patchdrop.imagery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of PNG that the specification allows, against the samples that were written. */
class PngKindsTest {
    private static final int WIDTH = 11;
    private static final int HEIGHT = 9;

    private static int[] samples(int depth, int channels) {
        return new Random(21)
                .ints((long) WIDTH * HEIGHT * channels, 0, 1 << depth)
                .toArray();
    }

    /** Both row orders of a file must give the same pixels. */
    private static byte[] decodeBoth(PngFile file, int[] samples) throws IOException {
        RgbImage image = ImageDecoder.decode(file.progressive(samples));
        assertThat(image.width()).isEqualTo(WIDTH);
        assertThat(image.height()).isEqualTo(HEIGHT);
        assertThat(ImageDecoder.decode(file.interlaced(samples)).pixels()).isEqualTo(image.pixels());
        return image.pixels();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 2", "0, 4", "0, 8", "0, 16", "2, 8", "2, 16", "4, 8", "4, 16", "6, 8", "6, 16"})
    void greyAndColourWithAndWithoutAlpha(int colourType, int depth) throws IOException {
        int channels = PngFile.channels(colourType);
        int colours = channels <= 2 ? 1 : 3;
        boolean alpha = channels > colours;
        int[] samples = samples(depth, channels);
        byte[] pixels = decodeBoth(new PngFile(WIDTH, HEIGHT, depth, colourType), samples);
        double maximum = (1 << depth) - 1;
        for (int i = 0; i < WIDTH * HEIGHT * 3; i++) {
            int pixel = i / 3 * channels;
            double opacity = alpha ? samples[pixel + colours] / maximum : 1;
            double value = samples[pixel + (colours == 1 ? 0 : i % 3)] / maximum;
            assertThat(pixels[i] & 0xff).as("seed 21, value %d", i).isEqualTo((int) Math.round(255 * value * opacity));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "4", "8"})
    void palettesAreLookedUp(int depth) throws IOException {
        byte[] palette = TestImages.noise(1 << depth, 1, 22);
        int[] samples = samples(depth, 1);
        byte[] pixels = decodeBoth(new PngFile(WIDTH, HEIGHT, depth, PngFile.PALETTE).with("PLTE", palette), samples);
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).isEqualTo(palette[3 * samples[i / 3] + i % 3]);
        }
    }

    @Test
    void coloursOfAPaletteMayBeTransparent() throws IOException {
        byte[] palette = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120};
        PngFile file = new PngFile(2, 2, 2, PngFile.PALETTE).with("PLTE", palette);
        byte[] encoded = file.with("tRNS", (byte) 255, (byte) 128, (byte) 0).progressive(new int[] {0, 1, 2, 3});
        // 40 * 128 / 255 = 20.08, 50 * 128 / 255 = 25.1, 60 * 128 / 255 = 30.1
        assertThat(ImageDecoder.decode(encoded).pixels())
                .isEqualTo(new byte[] {10, 20, 30, 20, 25, 30, 0, 0, 0, 100, 110, 120});
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "0, 16", "2, 8", "2, 16"})
    void oneColourMayBeTransparent(int colourType, int depth) throws IOException {
        int channels = PngFile.channels(colourType);
        int scale = depth == 8 ? 1 : 257;
        int[] samples = IntStream.rangeClosed(1, 4 * channels)
                .map(value -> value * scale)
                .toArray();
        byte[] key = new byte[2 * channels];
        for (int i = 0; i < channels; i++) {
            key[2 * i] = (byte) (samples[channels + i] >> 8);
            key[2 * i + 1] = (byte) samples[channels + i];
        }
        byte[] encoded = new PngFile(2, 2, depth, colourType).with("tRNS", key).progressive(samples);
        byte[] expected = new byte[12];
        for (int i = 0; i < 12; i++) {
            int value = channels == 1 ? i / 3 + 1 : i + 1;
            expected[i] = (byte) (i / 3 == 1 ? 0 : value);
        }
        assertThat(ImageDecoder.decode(encoded).pixels()).isEqualTo(expected);
    }

    /** Adam7 leaves whole passes out of an image that is narrow or low. */
    @Test
    void interlacedImagesMayBeTiny() throws IOException {
        for (int width = 1; width <= 9; width++) {
            for (int height = 1; height <= 9; height++) {
                byte[] pixels = TestImages.noise(width, height, 23);
                int[] samples = new int[pixels.length];
                Arrays.setAll(samples, i -> pixels[i] & 0xff);
                byte[] encoded = new PngFile(width, height, 8, PngFile.RGB).interlaced(samples);
                assertThat(ImageDecoder.decode(encoded).pixels())
                        .as("%d x %d", width, height)
                        .isEqualTo(pixels);
            }
        }
    }

    @Test
    void gammaAndProfilesAreIgnored() throws IOException {
        int[] samples = samples(8, 3);
        byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] compressed = PngFile.deflate(linear);
        // A name that ends in a zero, the method of compression, the profile.
        byte[] named = ByteBuffer.allocate(3 + compressed.length)
                .put(new byte[] {'x', 0, 0})
                .put(compressed)
                .array();
        PngFile file =
                new PngFile(WIDTH, HEIGHT, 8, PngFile.RGB).with("gAMA", (byte) 0, (byte) 1, (byte) 0x86, (byte) 0xa0);
        byte[] pixels = decodeBoth(file.with("iCCP", named), samples);
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).isEqualTo((byte) samples[i]);
        }
    }

    @Test
    void aPaletteThatIsMissingIsSaid() throws IOException {
        byte[] encoded = new PngFile(2, 2, 2, PngFile.PALETTE).progressive(new int[4]);
        assertThatThrownBy(() -> ImageDecoder.decode(encoded))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining("PLTE");
    }

    @Test
    void pixelsThatAreMissingAreFound() throws IOException {
        byte[] someRows = PngFile.deflate(new byte[5 * (1 + 3 * WIDTH)]);
        byte[] encoded = new PngFile(WIDTH, HEIGHT, 8, PngFile.RGB).file(0, someRows);
        assertThatThrownBy(() -> ImageDecoder.decode(encoded))
                .isInstanceOf(UnusableImageException.class)
                .hasMessage("the file ends too early");
    }
}
