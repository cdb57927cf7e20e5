package io.patchdrop.imagery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final int SIDE = 24;

    private static byte[] decode(byte[] encoded) throws IOException {
        return ImageDecoder.decode(encoded, Region::centralSquare).pixels();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff"})
    void losslessFormatsKeepEveryByte(String format) throws IOException {
        byte[] pixels = TestImages.noise(SIDE, SIDE, 1);
        BufferedImage image = TestImages.image(pixels, SIDE, SIDE);
        assertThat(decode(TestImages.encode(image, format))).isEqualTo(pixels);
    }

    @Test
    void widerAndTallerImagesAreCutToTheirCentre() throws IOException {
        byte[] wide = TestImages.noise(7, 4, 2);
        RgbImage square =
                ImageDecoder.decode(TestImages.encode(TestImages.image(wide, 7, 4), "png"), Region::centralSquare);
        assertThat(square.width()).isEqualTo(4);
        for (int y = 0; y < 4; y++) {
            assertThat(Arrays.copyOfRange(square.pixels(), y * 12, (y + 1) * 12))
                    .isEqualTo(Arrays.copyOfRange(wide, (y * 7 + 1) * 3, (y * 7 + 5) * 3));
        }
        byte[] tall = TestImages.noise(3, 7, 3);
        assertThat(decode(TestImages.encode(TestImages.image(tall, 3, 7), "png")))
                .isEqualTo(Arrays.copyOfRange(tall, 2 * 9, 5 * 9));
    }

    @Test
    void allOfAnImageOrItsCentralSquare(@TempDir Path folder) throws IOException {
        byte[] wide = TestImages.noise(7, 4, 2);
        byte[] encoded = TestImages.encode(TestImages.image(wide, 7, 4), "png");
        Path file = Files.write(folder.resolve("named.like.something.else"), encoded);
        for (RgbImage whole : List.of(ImageDecoder.decode(encoded), ImageDecoder.decode(file))) {
            assertThat(whole.width()).isEqualTo(7);
            assertThat(whole.height()).isEqualTo(4);
            assertThat(whole.pixels()).isEqualTo(wide);
        }
        byte[] square = decode(encoded);
        assertThat(square).hasSize(4 * 4 * 3);
        assertThat(ImageDecoder.decodeCentralSquare(encoded).pixels()).isEqualTo(square);
        assertThat(ImageDecoder.decodeCentralSquare(file).pixels()).isEqualTo(square);
    }

    @Test
    void aFileThatIsNotThereIsNoUnusableImage(@TempDir Path folder) {
        assertThatThrownBy(() -> ImageDecoder.decode(folder.resolve("none.png")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatAChoiceRefusesWithIsHandedOn() throws IOException {
        byte[] encoded = TestImages.encode(TestImages.image(TestImages.noise(7, 4, 2), 7, 4), "jpeg");
        IOException refusal = new IOException("no such part");
        Region.Choice none = (width, height) -> {
            throw refusal;
        };
        assertThatThrownBy(() -> ImageDecoder.decode(encoded, none)).isSameAs(refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff", "jpeg"})
    void greyIsNotBrightened(String format) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        int[] samples = new int[SIDE * SIDE];
        Arrays.fill(samples, 100);
        image.getRaster().setPixels(0, 0, SIDE, SIDE, samples);
        byte[] expected = new byte[SIDE * SIDE * 3];
        Arrays.fill(expected, (byte) 100);
        assertThat(decode(TestImages.encode(image, format))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff"})
    void sixteenBitGreyIsScaledAndRounded(String format) throws IOException {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
        int[] samples = {0, 65535, 128, 129, 257, 385, 386, 32768, 40000, 1, 65407, 65406, 256, 512, 1000, 50000};
        image.getRaster().setPixels(0, 0, 4, 4, samples);
        byte[] pixels = decode(TestImages.encode(image, format));
        for (int i = 0; i < samples.length; i++) {
            assertThat(pixels[3 * i] & 0xff).isEqualTo((int) Math.round(samples[i] * 255.0 / 65535));
        }
    }

    @Test
    void alphaIsCompositedOnBlack() throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xffc86432);
        image.setRGB(1, 0, 0x80c86432);
        image.setRGB(0, 1, 0x00c86432);
        image.setRGB(1, 1, 0x01ffffff);
        byte[] expected = {(byte) 200, 100, 50, 100, 50, 25, 0, 0, 0, 1, 1, 1};
        assertThat(decode(TestImages.encode(image, "png"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp", "tiff"})
    void palettesAreLookedUp(String format) throws IOException {
        byte[] red = TestImages.noise(256, 1, 14);
        byte[] green = TestImages.noise(256, 1, 15);
        byte[] blue = TestImages.noise(256, 1, 16);
        IndexColorModel palette = new IndexColorModel(8, 256, red, green, blue);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_INDEXED, palette);
        Random random = new Random(4);
        byte[] expected = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < SIDE * SIDE; i++) {
            int index = random.nextInt(256);
            image.getRaster().setSample(i % SIDE, i / SIDE, 0, index);
            expected[3 * i] = red[index];
            expected[3 * i + 1] = green[index];
            expected[3 * i + 2] = blue[index];
        }
        assertThat(decode(TestImages.encode(image, format))).isEqualTo(expected);
    }

    @Test
    void oneBitImagesBecomeBlackAndWhite() throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_BINARY);
        image.getRaster().setSample(3, 2, 0, 1);
        byte[] expected = new byte[192];
        Arrays.fill(expected, (2 * 8 + 3) * 3, (2 * 8 + 4) * 3, (byte) 255);
        assertThat(decode(TestImages.encode(image, "png"))).isEqualTo(expected);
    }

    @Test
    void jpegIsNearItsSource() throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.setRGB(i % SIDE, i / SIDE, 0x3264c8);
        }
        byte[] pixels = decode(TestImages.encode(image, "jpeg"));
        for (int i = 0; i < pixels.length; i += 3) {
            assertThat(pixels[i] & 0xff).isBetween(48, 52);
            assertThat(pixels[i + 1] & 0xff).isBetween(98, 102);
            assertThat(pixels[i + 2] & 0xff).isBetween(198, 202);
        }
    }

    /** Four inks of one colour each, stored inverted as Adobe's programs do, told by the APP14 segment. */
    @Test
    void cmykJpegBecomesRgb() throws IOException {
        byte[] pixels = decode(withAdobeSegment(cmykJpeg(255, 0, 0, 255)));
        // Full red is no cyan, all magenta and yellow, no black; the exact red depends on the assumed inks.
        assertThat(pixels[0] & 0xff).isGreaterThan(200);
        assertThat(pixels[1] & 0xff).isLessThan(60);
        assertThat(pixels[2] & 0xff).isLessThan(60);
        byte[] white = decode(withAdobeSegment(cmykJpeg(255, 255, 255, 255)));
        assertThat(white[0] & 0xff).isGreaterThan(250);
        assertThat(white[2] & 0xff).isGreaterThan(250);
    }

    @Test
    void cutCmykJpegIsUnreadable() throws IOException {
        byte[] encoded = withAdobeSegment(cmykJpeg(255, 0, 0, 255));
        assertThatThrownBy(() -> decode(Arrays.copyOf(encoded, encoded.length - 20)))
                .isInstanceOf(IOException.class);
    }

    private static byte[] cmykJpeg(int... inks) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(0, 16, 16, 4, null);
        for (int i = 0; i < 256; i++) {
            raster.setPixel(i % 16, i / 16, inks);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static byte[] withAdobeSegment(byte[] jpeg) {
        byte[] segment = {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        return ByteBuffer.allocate(jpeg.length + segment.length)
                .put(jpeg, 0, 2)
                .put(segment)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "bmp", "gif", "tiff"})
    void filesCutAnywhereAreUnreadable(String format) throws IOException {
        byte[] encoded = TestImages.encode(TestImages.image(TestImages.noise(48, 40, 5), 48, 40), format);
        assertThat(decode(encoded)).hasSize(40 * 40 * 3);
        // A GIF without its last byte has all pixels and only lacks the trailer.
        int longest = encoded.length - (format.equals("gif") ? 2 : 1);
        for (int length = 0; length <= longest; length += Math.max(1, Math.min(97, longest - length))) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> decode(cut))
                    .as("%s cut to %d of %d bytes", format, length, encoded.length)
                    .isInstanceOf(UnusableImageException.class)
                    .hasMessageMatching("[^\n]+");
            if (length == longest) {
                break;
            }
        }
    }

    @Test
    void otherBytesAreNoImage() {
        assertThatThrownBy(() -> decode(new byte[0])).hasMessage("the file is empty");
        assertThatThrownBy(() -> decode(new byte[100])).hasMessageContaining("not a JPEG");
        assertThatThrownBy(() -> decode("<html>404</html>".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("not a JPEG");
    }

    @Test
    void damageInsideAPngIsFound() throws IOException {
        byte[] encoded = TestImages.png(SIDE, SIDE, 6);
        encoded[encoded.length / 2] ^= 1;
        assertThatThrownBy(() -> decode(encoded)).hasMessageContaining("checksum");
    }

    @Test
    void absurdSizesAreRefusedBeforeDecoding() throws IOException {
        byte[] encoded = TestImages.png(SIDE, SIDE, 7);
        ByteBuffer header = ByteBuffer.wrap(encoded);
        header.putInt(16, 30_000).putInt(20, 30_000);
        CRC32 checksum = new CRC32();
        checksum.update(encoded, 12, 17);
        header.putInt(29, (int) checksum.getValue());
        assertThatThrownBy(() -> decode(encoded))
                .hasMessageContaining("30000 x 30000")
                .hasMessageContaining("megapixels");
        assertThatThrownBy(
                        () -> ImageDecoder.header(new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))))
                .hasMessageContaining("megapixels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "bmp", "gif", "tiff"})
    void headersAreToldWithoutPixels(String format) throws IOException {
        byte[] encoded = TestImages.encode(TestImages.image(TestImages.noise(21, 13, 8), 21, 13), format);
        assertThat(ImageDecoder.header(new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))))
                .isEqualTo(new ImageHeader(21, 13, format));
    }
}
