package io.patchdrop.imagery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.twelvemonkeys.imageio.color.ColorSpaces;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of JPEG, against the closed forms of their colours: see {@link JpegFile}. */
class JpegKindsTest {
    private static final int COLUMNS = 5;
    private static final int ROWS = 3;

    private static int[] samples(int components) {
        return new Random(41).ints((long) COLUMNS * ROWS * components, 0, 256).toArray();
    }

    /** The value that a channel of a pixel must have. */
    private interface Expected {
        double of(int block, int channel);
    }

    private static void assertBlocks(byte[] encoded, Expected expected, double tolerance) throws IOException {
        RgbImage image = ImageDecoder.decode(encoded);
        assertThat(image.width()).isEqualTo(COLUMNS * 8);
        assertThat(image.height()).isEqualTo(ROWS * 8);
        for (int i = 0; i < image.pixels().length; i++) {
            int x = i / 3 % image.width();
            int y = i / 3 / image.width();
            double value = Math.max(0, Math.min(255, expected.of(y / 8 * COLUMNS + x / 8, i % 3)));
            assertThat((double) (image.pixels()[i] & 0xff))
                    .as("seed 41, column %d, row %d, channel %d", x, y, i % 3)
                    .isBetween(value - tolerance, value + tolerance);
        }
    }

    /** ITU-T T.871 (JFIF), section 7. */
    private static double rgbOfYcc(int[] samples, int first, int channel) {
        double luma = samples[first];
        double blue = samples[first + 1] - 128.0;
        double red = samples[first + 2] - 128.0;
        return switch (channel) {
            case 0 -> luma + 1.402 * red;
            case 1 -> luma - (0.114 * 1.772 * blue + 0.299 * 1.402 * red) / 0.587;
            default -> luma + 1.772 * blue;
        };
    }

    @Test
    void grey() throws IOException {
        int[] samples = samples(1);
        byte[] encoded = new JpegFile().write(COLUMNS, ROWS, 1, samples);
        assertBlocks(encoded, (block, channel) -> samples[block], 0);
    }

    @Test
    void lumaAndChroma() throws IOException {
        int[] samples = samples(3);
        byte[] encoded = new JpegFile().write(COLUMNS, ROWS, 3, samples);
        assertBlocks(encoded, (block, channel) -> rgbOfYcc(samples, 3 * block, channel), 1);
    }

    @Test
    void plainRgb() throws IOException {
        int[] samples = samples(3);
        byte[] encoded = new JpegFile().withAdobe(JpegFile.ADOBE_PLAIN).write(COLUMNS, ROWS, 3, samples);
        assertBlocks(encoded, (block, channel) -> samples[3 * block + channel], 0);
    }

    /** With a profile of the system's, colours look as a press of its kind would print them. */
    private static void assumeNoPrintingProfile() {
        assumeThat(ColorSpaces.getColorSpace(ColorSpaces.CS_GENERIC_CMYK)).isNotInstanceOf(ICC_ColorSpace.class);
    }

    /** Adobe stores inks inverted, 255 for none: a colour is then the product of its ink and of black. */
    @Test
    void cmyk() throws IOException {
        assumeNoPrintingProfile();
        int[] samples = samples(4);
        byte[] encoded = new JpegFile().withAdobe(JpegFile.ADOBE_PLAIN).write(COLUMNS, ROWS, 4, samples);
        assertBlocks(encoded, (block, channel) -> samples[4 * block + channel] * samples[4 * block + 3] / 255.0, 1);
    }

    /** As CMYK, with what remains of 255 without each colour's ink stored as luma and chroma. */
    @Test
    void ycck() throws IOException {
        assumeNoPrintingProfile();
        int[] samples = samples(4);
        byte[] encoded = new JpegFile().withAdobe(JpegFile.ADOBE_YCCK).write(COLUMNS, ROWS, 4, samples);
        Expected expected = (block, channel) -> {
            double ink = Math.max(0, Math.min(255, rgbOfYcc(samples, 4 * block, channel)));
            return (255 - ink) * samples[4 * block + 3] / 255;
        };
        assertBlocks(encoded, expected, 2);
    }

    /** Whatever the inks look like: none of them is white, all black is black. */
    @ParameterizedTest
    @ValueSource(ints = {JpegFile.ADOBE_PLAIN, JpegFile.ADOBE_YCCK})
    void paperIsWhiteAndBlackIsBlack(int transform) throws IOException {
        int noInk = transform == JpegFile.ADOBE_PLAIN ? 255 : 0;
        int neutral = transform == JpegFile.ADOBE_PLAIN ? 255 : 128;
        byte[] encoded = new JpegFile()
                .withAdobe(transform)
                .write(2, 1, 4, noInk, neutral, neutral, 255, noInk, neutral, neutral, 0);
        byte[] pixels = ImageDecoder.decode(encoded).pixels();
        assertThat(pixels[0] & 0xff).isGreaterThan(250);
        assertThat(pixels[8 * 3] & 0xff).isLessThan(45);
    }

    /** As the common training pipelines do, so that a model sees images as it did when it was trained. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void orientationIsIgnored(int orientation) throws IOException {
        int[] samples = samples(1);
        byte[] encoded = new JpegFile().withOrientation(orientation).write(COLUMNS, ROWS, 1, samples);
        assertBlocks(encoded, (block, channel) -> samples[block], 0);
    }

    /** The same coefficients in another order. */
    @Test
    void progressiveIsNoOtherImage() throws IOException {
        BufferedImage image = TestImages.image(TestImages.noise(45, 27, 42), 45, 27);
        byte[] baseline = encode(image, ImageWriteParam.MODE_DISABLED);
        byte[] progressive = encode(image, ImageWriteParam.MODE_DEFAULT);
        assertThat(progressive).isNotEqualTo(baseline);
        assertThat(ImageDecoder.decode(progressive).pixels())
                .isEqualTo(ImageDecoder.decode(baseline).pixels());
    }

    private static byte[] encode(BufferedImage image, int progressiveMode) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(progressiveMode);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
