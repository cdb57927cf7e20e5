package io.patchdrop.imagery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kinds of BMP that Java's writer writes and {@link ImageDecoderTest} does not cover. */
class BmpKindsTest {
    private static final int WIDTH = 13;
    private static final int HEIGHT = 6;

    @Test
    void fiveAndSixBitsAreScaled() throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_565_RGB);
        int[] colours = new Random(61).ints((long) WIDTH * HEIGHT, 0, 1 << 16).toArray();
        image.getRaster().setDataElements(0, 0, WIDTH, HEIGHT, shorts(colours));
        byte[] pixels = ImageDecoder.decode(SmallImages.encode(image, "bmp", "BI_BITFIELDS"))
                .pixels();
        for (int i = 0; i < colours.length; i++) {
            assertThat(pixels[3 * i] & 0xff).isEqualTo((int) Math.round((colours[i] >> 11) * 255 / 31.0));
            assertThat(pixels[3 * i + 1] & 0xff).isEqualTo((int) Math.round((colours[i] >> 5 & 63) * 255 / 63.0));
            assertThat(pixels[3 * i + 2] & 0xff).isEqualTo((int) Math.round((colours[i] & 31) * 255 / 31.0));
        }
    }

    private static short[] shorts(int[] values) {
        short[] shorts = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            shorts[i] = (short) values[i];
        }
        return shorts;
    }

    @Test
    void runsOfPixelsAreUnpacked() throws IOException {
        byte[] colours = TestImages.noise(256, 1, 62);
        IndexColorModel palette = new IndexColorModel(8, 256, colours, 0, false);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, palette);
        int[] indices = new Random(63).ints((long) WIDTH * HEIGHT, 0, 3).toArray();
        image.getRaster().setPixels(0, 0, WIDTH, HEIGHT, indices);
        byte[] pixels =
                ImageDecoder.decode(SmallImages.encode(image, "bmp", "BI_RLE8")).pixels();
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).isEqualTo(colours[3 * indices[i / 3] + i % 3]);
        }
    }

    @ParameterizedTest
    @CsvSource({"BI_JPEG", "BI_PNG"})
    void otherImagesInsideAreRefused(String compression) throws IOException {
        BufferedImage image = TestImages.image(TestImages.noise(WIDTH, HEIGHT, 64), WIDTH, HEIGHT);
        byte[] encoded = SmallImages.encode(image, "bmp", compression);
        assertThatThrownBy(() -> ImageDecoder.decode(encoded))
                .isInstanceOf(UnusableImageException.class)
                .hasMessage("a BMP around a JPEG or PNG image is not supported");
    }
}
