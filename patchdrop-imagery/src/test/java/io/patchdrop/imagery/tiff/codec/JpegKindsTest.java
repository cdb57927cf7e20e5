package io.patchdrop.imagery.tiff.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.imagery.UnusableImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds of JPEG that GDAL reads in TIFFs, but does not write into them. */
class JpegKindsTest {
    private static final int WIDTH = 93;
    private static final int HEIGHT = 70;

    private static TileFormat format(int samples, int photometric) {
        return TestFormats.photometric(TestFormats.of(WIDTH, HEIGHT, samples, SampleType.UINT8, 7), photometric);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "2, 2", "1, 2", "4, 1"})
    void chromaSampling(int across, int down, @TempDir Path folder) throws IOException, InterruptedException {
        GdalCommands.assumeInstalled();
        byte[] pixels = TestPixels.bytes(WIDTH, HEIGHT, 3);
        for (boolean progressive : new boolean[] {false, true}) {
            for (float quality : new float[] {0.5f, 0.75f, 0.95f}) {
                byte[] jpeg = Encoded.jpeg(pixels, WIDTH, HEIGHT, quality, progressive, across, down);
                byte[] samples = TileDecoder.of(format(3, TestFormats.YCBCR)).decode(jpeg, HEIGHT);
                Path file = Files.write(folder.resolve("file.jpg"), jpeg);
                Differences differences = Differences.between(samples, GdalCommands.pixels(file));
                assertThat(differences.mean())
                        .as("%s, quality %s, progressive: %s", differences, quality, progressive)
                        .isLessThan(0.5);
            }
        }
    }

    @Test
    void coloursAreConvertedOnlyIfTheTiffSaysSo() throws IOException {
        byte[] jpeg = Encoded.jpeg(TestPixels.bytes(WIDTH, HEIGHT, 3), WIDTH, HEIGHT, 0.9f, false, 2, 2);
        byte[] colours = TileDecoder.of(format(3, TestFormats.YCBCR)).decode(jpeg, HEIGHT);
        byte[] stored = TileDecoder.of(format(3, TestFormats.RGB)).decode(jpeg, HEIGHT);
        assertThat(stored).isNotEqualTo(colours);
        for (int i = 0; i < stored.length; i += 3) {
            double luma = stored[i] & 0xff;
            double blue = (stored[i + 1] & 0xff) - 128;
            double red = (stored[i + 2] & 0xff) - 128;
            double[] expected = {luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue};
            for (int j = 0; j < 3; j++) {
                double wanted = Math.max(0, Math.min(255, expected[j]));
                assertThat(Math.abs((colours[i + j] & 0xff) - wanted)).isLessThan(0.51);
            }
        }
    }

    @Test
    void sharedTablesAreTakenFromTheField() throws IOException {
        byte[] jpeg = Encoded.jpeg(TestPixels.bytes(WIDTH, HEIGHT, 1), WIDTH, HEIGHT, 0.9f, false, 1, 1);
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        tables.writeBytes(new byte[] {-1, (byte) 0xd8});
        rest.writeBytes(new byte[] {-1, (byte) 0xd8});
        int position = 2;
        while (jpeg[position + 1] != (byte) 0xda) {
            boolean table = jpeg[position + 1] == (byte) 0xdb || jpeg[position + 1] == (byte) 0xc4;
            int length = 2 + (jpeg[position + 2] & 0xff) * 256 + (jpeg[position + 3] & 0xff);
            (table ? tables : rest).write(jpeg, position, length);
            position += length;
        }
        rest.write(jpeg, position, jpeg.length - position);
        tables.writeBytes(new byte[] {-1, (byte) 0xd9});

        TileFormat plain = format(1, TestFormats.BLACK_IS_ZERO);
        TileFormat shared = new TileFormat(
                WIDTH, HEIGHT, 1, SampleType.UINT8, ByteOrder.BIG_ENDIAN, 7, 1, 1, tables.toByteArray(), 1);
        assertThat(TileDecoder.of(shared).decode(rest.toByteArray(), HEIGHT))
                .isEqualTo(TileDecoder.of(plain).decode(jpeg, HEIGHT));
        assertThatThrownBy(() -> TileDecoder.of(plain).decode(rest.toByteArray(), HEIGHT))
                .isInstanceOf(UnusableImageException.class);
    }

    @Test
    void theFrameMustBeTheTiles() throws IOException {
        byte[] jpeg = Encoded.jpeg(TestPixels.bytes(WIDTH, HEIGHT, 1), WIDTH, HEIGHT, 0.9f, false, 1, 1);
        TileDecoder wider = TileDecoder.of(TestFormats.of(WIDTH + 1, HEIGHT, 1, SampleType.UINT8, 7));
        assertThatThrownBy(() -> wider.decode(jpeg, HEIGHT))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining("93 x 70");
        TileDecoder coloured = TileDecoder.of(format(3, TestFormats.YCBCR));
        assertThatThrownBy(() -> coloured.decode(jpeg, HEIGHT))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining("1 components");
    }

    @Test
    void aLastStripIsAsHighAsItsRowsOrAsTheOthers() throws IOException {
        byte[] jpeg = Encoded.jpeg(TestPixels.bytes(WIDTH, HEIGHT, 1), WIDTH, HEIGHT, 0.9f, false, 1, 1);
        byte[] whole = TileDecoder.of(format(1, TestFormats.BLACK_IS_ZERO)).decode(jpeg, HEIGHT);
        assertThat(TileDecoder.of(format(1, TestFormats.BLACK_IS_ZERO)).decode(jpeg, 20))
                .isEqualTo(Arrays.copyOf(whole, 20 * WIDTH));
        TileDecoder higher = TileDecoder.of(TestFormats.of(WIDTH, 2 * HEIGHT, 1, SampleType.UINT8, 7));
        assertThat(higher.decode(jpeg, HEIGHT)).isEqualTo(whole);
        assertThatThrownBy(() -> higher.decode(jpeg, HEIGHT - 1)).isInstanceOf(UnusableImageException.class);
    }

    @Test
    void cutOffIsDamageButAMissingEndIsNot() throws IOException {
        byte[] jpeg = Encoded.jpeg(TestPixels.bytes(WIDTH, HEIGHT, 1), WIDTH, HEIGHT, 0.9f, false, 1, 1);
        TileDecoder decoder = TileDecoder.of(format(1, TestFormats.BLACK_IS_ZERO));
        assertThat(decoder.decode(Arrays.copyOf(jpeg, jpeg.length - 2), HEIGHT))
                .isEqualTo(decoder.decode(jpeg, HEIGHT));
        for (int length : new int[] {0, 1, 2, 3, 20, jpeg.length / 2, jpeg.length - 40}) {
            assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(jpeg, length), HEIGHT))
                    .as("%d bytes", length)
                    .isInstanceOf(UnusableImageException.class);
        }
    }

    @Test
    void scansWithoutEndAreRefused() throws IOException {
        byte[] jpeg = Encoded.jpeg(TestPixels.bytes(WIDTH, HEIGHT, 1), WIDTH, HEIGHT, 0.9f, true, 1, 1);
        byte[] scans = new byte[jpeg.length + 2000];
        System.arraycopy(jpeg, 0, scans, 0, jpeg.length - 2);
        for (int i = jpeg.length - 2; i < scans.length; i += 2) {
            scans[i] = -1;
            scans[i + 1] = (byte) 0xda;
        }
        assertThatThrownBy(() ->
                        TileDecoder.of(format(1, TestFormats.BLACK_IS_ZERO)).decode(scans, HEIGHT))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining("scans");
    }
}
