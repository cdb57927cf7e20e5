package io.patchdrop.imagery.tiff.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.UnusableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small tiles made by hand, whose samples are known. */
class TileDecoderTest {
    private static final int NONE = 1;
    private static final int DEFLATE = 8;
    private static final int PACK_BITS = 32773;

    private static byte[] decode(TileFormat format, byte... encoded) throws UnusableImageException {
        return TileDecoder.of(format).decode(encoded, format.height());
    }

    private static TileFormat bytes(int count, int compression) {
        return TestFormats.of(count, 1, 1, SampleType.UINT8, compression);
    }

    @Test
    void packBitsOfTheSpecification() throws UnusableImageException {
        // Macintosh Technical Note 1023's example.
        byte[] packed = {-2, -86, 2, -128, 0, 42, -3, -86, 3, -128, 0, 42, 34, -9, -86};
        assertThat(decode(bytes(24, PACK_BITS), packed))
                .containsExactly(
                        -86, -86, -86, -128, 0, 42, -86, -86, -86, -86, -128, 0, 42, 34, -86, -86, -86, -86, -86, -86,
                        -86, -86, -86, -86);
    }

    @Test
    void packBitsAtItsLimits() throws UnusableImageException {
        assertThat(decode(bytes(1, PACK_BITS), (byte) -128, (byte) -128, (byte) 0, (byte) 5))
                .containsExactly(5);
        byte[] longest = decode(bytes(128, PACK_BITS), (byte) -127, (byte) 9);
        assertThat(longest).hasSize(128).containsOnly(9);
        assertThat(decode(bytes(3, PACK_BITS), (byte) -100, (byte) 9)).containsExactly(9, 9, 9);
        assertThat(decode(bytes(2, PACK_BITS), (byte) 100, (byte) 1, (byte) 2)).containsExactly(1, 2);
        for (byte[] cut : new byte[][] {{}, {-128}, {0}, {-5}, {5, 1, 2}, {0, 1, -128}}) {
            assertThatThrownBy(() -> decode(bytes(4, PACK_BITS), cut))
                    .isInstanceOf(UnusableImageException.class)
                    .hasMessageContaining("less than its pixels");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 32946, 32773, 50000})
    void moreIsCutAndLessIsDamage(int compression) throws UnusableImageException {
        byte[] bytes = TestPixels.bytes(60, 10, 1);
        byte[] packed =
                switch (compression) {
                    case 1 -> bytes;
                    case 5 -> LzwEncoder.encode(bytes, 4094);
                    case PACK_BITS -> Encoded.packBits(bytes);
                    case 50000 -> Encoded.zstandard(bytes);
                    default -> Encoded.deflated(bytes);
                };
        TileFormat format = bytes(600, compression);
        assertThat(decode(format, packed)).isEqualTo(bytes);
        assertThat(decode(format, Arrays.copyOf(packed, packed.length + 20))).isEqualTo(bytes);
        assertThat(decode(bytes(500, compression), packed)).isEqualTo(Arrays.copyOf(bytes, 500));
        for (byte[] cut : new byte[][] {{}, Arrays.copyOf(packed, 1), Arrays.copyOf(packed, packed.length / 2)}) {
            assertThatThrownBy(() -> decode(format, cut)).isInstanceOf(UnusableImageException.class);
        }
        assertThatThrownBy(() -> decode(bytes(601, compression), packed)).isInstanceOf(UnusableImageException.class);
    }

    @Test
    void aWrongChecksumIsDamage() {
        byte[] packed = Encoded.deflated(new byte[600]);
        packed[packed.length - 1]++;
        assertThatThrownBy(() -> decode(bytes(600, DEFLATE), packed))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining("DEFLATE");
    }

    @Test
    void bitsBecomeBytesAndRowsStartAtBytes() throws UnusableImageException {
        TileFormat format = TestFormats.of(5, 2, 2, SampleType.BIT, NONE);
        byte[] expected = {1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1};
        byte[] stored = {(byte) 0b10110010, (byte) 0b11111111, 0b00001111, 0b01000000};
        assertThat(decode(format, stored)).isEqualTo(expected);
        byte[] reversed = {0b01001101, (byte) 0b11111111, (byte) 0b11110000, 0b00000010};
        assertThat(decode(TestFormats.fillOrder(format, 2), reversed)).isEqualTo(expected);
    }

    @Test
    void theLastStripHasFewerRows() throws UnusableImageException {
        byte[] bytes = TestPixels.bytes(10, 3, 2);
        TileDecoder decoder = TileDecoder.of(TestFormats.of(10, 8, 2, SampleType.UINT8, DEFLATE));
        assertThat(decoder.decode(Encoded.deflated(bytes), 3)).isEqualTo(bytes);
        assertThatThrownBy(() -> decoder.decode(bytes, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decoder.decode(bytes, 9)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Differences taken with whole numbers of any size, against their definition. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BIT")
    void horizontalPredictor(SampleType type) throws UnusableImageException {
        for (int samples = 1; samples <= 4; samples++) {
            for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
                int row = 7 * samples;
                byte[] expected = new byte[3 * row * type.bytes()];
                byte[] stored = new byte[expected.length];
                RandomGenerator random = Seeds.generator(3, "predictor", samples);
                random.nextBytes(expected);
                for (int i = 0; i < 3 * row; i++) {
                    long before = i % row < samples ? 0 : number(expected, i - samples, type, ByteOrder.LITTLE_ENDIAN);
                    long value = number(expected, i, type, ByteOrder.LITTLE_ENDIAN) - before;
                    for (int j = 0; j < type.bytes(); j++) {
                        int place = order == ByteOrder.LITTLE_ENDIAN ? j : type.bytes() - 1 - j;
                        stored[i * type.bytes() + place] = (byte) (value >> (8 * j));
                    }
                }
                TileFormat format = TestFormats.predicted(TestFormats.of(7, 3, samples, type, DEFLATE), 2, order);
                assertThat(decode(format, Encoded.deflated(stored)))
                        .as("%s x %d, %s", type, samples, order)
                        .isEqualTo(expected);
            }
        }
    }

    private static long number(byte[] bytes, int index, SampleType type, ByteOrder order) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        return switch (type.bytes()) {
            case 1 -> buffer.get(index);
            case 2 -> buffer.getShort(2 * index);
            case 4 -> buffer.getInt(4 * index);
            default -> buffer.getLong(8 * index);
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void floatingPointPredictor(SampleType type) throws UnusableImageException {
        int size = type.bytes();
        for (int samples = 1; samples <= 3; samples++) {
            int perRow = 5 * samples;
            byte[] expected = TestPixels.of(type, 5, 4, samples);
            byte[] stored = new byte[expected.length];
            for (int y = 0; y < 4; y++) {
                byte[] planes = new byte[perRow * size];
                for (int i = 0; i < perRow; i++) {
                    for (int j = 0; j < size; j++) {
                        planes[j * perRow + i] = expected[(y * perRow + i) * size + size - 1 - j];
                    }
                }
                for (int i = 0; i < planes.length; i++) {
                    int before = i < samples ? 0 : planes[i - samples];
                    stored[y * planes.length + i] = (byte) (planes[i] - before);
                }
            }
            for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
                TileFormat format = TestFormats.predicted(TestFormats.of(5, 4, samples, type, DEFLATE), 3, order);
                assertThat(decode(format, Encoded.deflated(stored))).isEqualTo(expected);
            }
        }
    }

    @Test
    void aPredictorOfOtherCompressionsIsPassedOver() throws UnusableImageException {
        TileFormat format = TestFormats.predicted(bytes(3, NONE), 2, ByteOrder.LITTLE_ENDIAN);
        assertThat(decode(format, (byte) 1, (byte) 2, (byte) 3)).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void webpImagesAreLibwebps(Encoded.SmallWebp image) throws UnusableImageException {
        TileFormat format =
                TestFormats.of(Encoded.WEBP_WIDTH, Encoded.WEBP_HEIGHT, image.bands, SampleType.UINT8, 50001);
        CRC32 checksum = new CRC32();
        checksum.update(decode(format, image.bytes()));
        assertThat(checksum.getValue()).isEqualTo(image.checksum);
    }

    @Test
    void webpOpacityIsAddedOrLeftOut() throws UnusableImageException {
        TileFormat four = TestFormats.of(Encoded.WEBP_WIDTH, Encoded.WEBP_HEIGHT, 4, SampleType.UINT8, 50001);
        TileFormat three = TestFormats.of(Encoded.WEBP_WIDTH, Encoded.WEBP_HEIGHT, 3, SampleType.UINT8, 50001);
        for (Encoded.SmallWebp image : Encoded.SmallWebp.values()) {
            byte[] with = decode(four, image.bytes());
            byte[] without = decode(three, image.bytes());
            for (int i = 0; i < with.length / 4; i++) {
                assertThat(Arrays.copyOfRange(with, 4 * i, 4 * i + 3))
                        .isEqualTo(Arrays.copyOfRange(without, 3 * i, 3 * i + 3));
                assertThat(image.bands == 4 || with[4 * i + 3] == -1).isTrue();
            }
        }
    }

    @Test
    void whatIsNotSupportedIsNamed() {
        Map<TileFormat, String> refused = Map.of(
                bytes(1, 34887), "LERC",
                bytes(1, 12345), "12345",
                TestFormats.of(70_000, 1000, 1, SampleType.UINT8, 1), "64 MiB",
                TestFormats.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 9999, SampleType.UINT8, 1), "64 MiB",
                TestFormats.of(0, 1, 1, SampleType.UINT8, 1), "0 x 1",
                TestFormats.fillOrder(bytes(1, 1), 3), "fill order",
                TestFormats.photometric(TestFormats.of(8, 8, 3, SampleType.UINT8, 5), TestFormats.YCBCR), "YCbCr",
                TestFormats.predicted(bytes(8, 8), 3, ByteOrder.LITTLE_ENDIAN), "predictor 3",
                TestFormats.predicted(bytes(8, 8), 7, ByteOrder.LITTLE_ENDIAN), "predictor 7",
                TestFormats.of(8, 8, 3, SampleType.UINT16, 7), "UINT16");
        refused.forEach((format, message) -> assertThatThrownBy(() -> TileDecoder.of(format))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining(message));
        assertThatThrownBy(() -> TileDecoder.of(TestFormats.of(8, 8, 2, SampleType.UINT8, 50001)))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining("WebP tiles of 2 samples");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, unsigned",
        "4, 1, unsigned",
        "12, 1, unsigned",
        "16, 3, floating",
        "64, 1, unsigned",
        "32, 5, complex"
    })
    void sampleTypesThatAreNotSupported(int bits, int sampleFormat, String message) {
        assertThatThrownBy(() -> SampleType.of(bits, sampleFormat))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(" " + bits + " bits");
    }

    @Test
    void sampleTypes() throws UnusableImageException {
        assertThat(SampleType.of(16, 2)).isEqualTo(SampleType.INT16);
        assertThat(SampleType.of(16, 4)).isEqualTo(SampleType.UINT16);
        assertThat(SampleType.of(1, 1).bytes()).isEqualTo(1);
        assertThat(SampleType.of(64, 3).bytes()).isEqualTo(8);
    }
}
