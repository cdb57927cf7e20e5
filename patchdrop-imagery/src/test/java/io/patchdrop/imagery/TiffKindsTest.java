package io.patchdrop.imagery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of TIFF that are read, against the samples that were written, and those that are refused. */
class TiffKindsTest {
    private static final int WIDTH = 7;
    private static final int HEIGHT = 5;
    private static final int UNSPECIFIED = 0;
    private static final int PREMULTIPLIED = 1;
    private static final int OPACITY = 2;

    private static int[] samples(int depth, int channels) {
        return new Random(31)
                .ints((long) WIDTH * HEIGHT * channels, 0, 1 << depth)
                .toArray();
    }

    private static List<ByteOrder> orders() {
        return List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "0, 4", "1, 4", "0, 8", "1, 8", "0, 16", "1, 16"})
    void greyFromBlackOrFromWhite(int photometric, int depth) throws IOException {
        int[] samples = samples(depth, 1);
        double maximum = (1 << depth) - 1;
        for (ByteOrder order : orders()) {
            byte[] encoded = new TiffFile(order, WIDTH, HEIGHT, photometric, depth, 1).write(samples);
            byte[] pixels = ImageDecoder.decode(encoded).pixels();
            for (int i = 0; i < pixels.length; i++) {
                double value = samples[i / 3] / maximum;
                double light = photometric == TiffFile.WHITE_IS_ZERO ? 1 - value : value;
                assertThat(pixels[i] & 0xff).as("seed 31, %s, %d", order, i).isEqualTo((int) Math.round(255 * light));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void colours(int depth) throws IOException {
        int[] samples = samples(depth, 3);
        for (ByteOrder order : orders()) {
            byte[] encoded = new TiffFile(order, WIDTH, HEIGHT, TiffFile.RGB, depth, 3).write(samples);
            byte[] pixels = ImageDecoder.decode(encoded).pixels();
            for (int i = 0; i < pixels.length; i++) {
                assertThat(pixels[i] & 0xff).isEqualTo((int) Math.round(255.0 * samples[i] / ((1 << depth) - 1)));
            }
        }
    }

    /** Opacity is composited on black, which premultiplied colours are already; other samples are no opacity. */
    @ParameterizedTest
    @CsvSource({"8, 2", "16, 2", "8, 1", "16, 1", "8, 0", "16, 0"})
    void samplesBeyondTheColours(int depth, int extra) throws IOException {
        double maximum = (1 << depth) - 1;
        for (int colours = 1; colours <= 3; colours += 2) {
            int channels = colours + 1;
            int[] samples = samples(depth, channels);
            for (ByteOrder order : orders()) {
                int photometric = colours == 1 ? TiffFile.BLACK_IS_ZERO : TiffFile.RGB;
                TiffFile file = new TiffFile(order, WIDTH, HEIGHT, photometric, depth, channels);
                byte[] encoded = file.with(TiffFile.EXTRA_SAMPLES, extra).write(samples);
                byte[] pixels = ImageDecoder.decode(encoded).pixels();
                for (int i = 0; i < pixels.length; i++) {
                    int pixel = i / 3 * channels;
                    double opacity = extra == OPACITY ? samples[pixel + colours] / maximum : 1;
                    double value = samples[pixel + (colours == 1 ? 0 : i % 3)] / maximum;
                    assertThat(pixels[i] & 0xff)
                            .as("seed 31, %s, %d colours, %d", order, colours, i)
                            .isEqualTo((int) Math.round(255 * value * opacity));
                }
            }
        }
        assertThat(extra).isIn(UNSPECIFIED, PREMULTIPLIED, OPACITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void palettesAreLookedUp(int depth) throws IOException {
        int[] indices = samples(depth, 1);
        int entries = 1 << depth;
        // All reds, all greens, all blues, of 16 bits each.
        int[] palette =
                IntStream.range(0, 3 * entries).map(i -> i * 7 % 256 * 257).toArray();
        for (ByteOrder order : orders()) {
            TiffFile file = new TiffFile(order, WIDTH, HEIGHT, TiffFile.PALETTE, depth, 1);
            byte[] encoded = file.with(TiffFile.PALETTE_ENTRIES, palette).write(indices);
            byte[] pixels = ImageDecoder.decode(encoded).pixels();
            for (int i = 0; i < pixels.length; i++) {
                assertThat(pixels[i] & 0xff).isEqualTo((i % 3 * entries + indices[i / 3]) * 7 % 256);
            }
        }
    }

    @Test
    void planesMayLieOneAfterTheOther() throws IOException {
        int[] planes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        TiffFile file = new TiffFile(ByteOrder.BIG_ENDIAN, 2, 2, TiffFile.RGB, 8, 3).with(TiffFile.PLANES, 2);
        byte[] encoded = file.with(TiffFile.STRIP_OFFSETS, 8, 12, 16)
                .with(TiffFile.STRIP_BYTES, 4, 4, 4)
                .write(planes);
        assertThat(ImageDecoder.decode(encoded).pixels()).isEqualTo(new byte[] {1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12});
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void orientationIsIgnored(int orientation) throws IOException {
        TiffFile file = new TiffFile(ByteOrder.LITTLE_ENDIAN, 3, 1, TiffFile.BLACK_IS_ZERO, 8, 1);
        byte[] encoded = file.with(TiffFile.ORIENTATION, orientation).write(new int[] {1, 2, 3});
        assertThat(ImageDecoder.decode(encoded).pixels()).isEqualTo(new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3});
    }

    private static void assertRefused(TiffFile file, int channels, String message) {
        byte[] encoded = file.write(new int[WIDTH * HEIGHT * channels]);
        assertThatThrownBy(() -> ImageDecoder.decode(encoded))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void inksAreRefused(int depth) {
        assertRefused(
                new TiffFile(ByteOrder.BIG_ENDIAN, WIDTH, HEIGHT, TiffFile.CMYK, depth, 4), 4, "unsupported colours");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void moreBandsThanColoursAndOpacityAreRefused(int depth) {
        TiffFile file = new TiffFile(ByteOrder.BIG_ENDIAN, WIDTH, HEIGHT, TiffFile.RGB, depth, 5);
        assertRefused(file.with(TiffFile.EXTRA_SAMPLES, 0, 0), 5, "5 components");
    }

    @Test
    void samplesThatHaveNoWhiteAreRefused() {
        for (int format : new int[] {2, 3}) {
            TiffFile file = new TiffFile(ByteOrder.LITTLE_ENDIAN, WIDTH, HEIGHT, TiffFile.BLACK_IS_ZERO, 16, 1);
            assertRefused(file.with(TiffFile.SAMPLE_FORMAT, format), 1, "signed or no whole numbers");
        }
        TiffFile file = new TiffFile(ByteOrder.LITTLE_ENDIAN, WIDTH, HEIGHT, TiffFile.BLACK_IS_ZERO, 16, 1);
        assertRefused(file.with(TiffFile.DEPTHS, 32), 2, "32 bits");
    }

    @Test
    void stripsOutsideOfTheFileAreFound() {
        TiffFile file = new TiffFile(ByteOrder.LITTLE_ENDIAN, WIDTH, HEIGHT, TiffFile.BLACK_IS_ZERO, 8, 1);
        assertRefused(file.with(TiffFile.STRIP_OFFSETS, Integer.MAX_VALUE), 1, "the file ends too early");
    }

    /** Sloppy writers put anything there, and without compression the length of a strip is known. */
    @Test
    void theLengthOfAStripMattersOnlyIfItIsCompressed() throws IOException {
        int deflate = 8;
        int[] samples = samples(8, 1);
        TiffFile file = new TiffFile(ByteOrder.LITTLE_ENDIAN, WIDTH, HEIGHT, TiffFile.BLACK_IS_ZERO, 8, 1);
        byte[] pixels = ImageDecoder.decode(
                        file.with(TiffFile.STRIP_BYTES, Integer.MAX_VALUE).write(samples))
                .pixels();
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).isEqualTo((byte) samples[i / 3]);
        }
        AllocatedBytes allocated = new AllocatedBytes();
        assertRefused(file.with(TiffFile.COMPRESSION, deflate), 1, "the file ends too early");
        assertThat(allocated.soFar()).isLessThan(1 << 20);
    }
}
