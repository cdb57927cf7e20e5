package io.patchdrop.imagery.tiff.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.UnusableImageException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LzwTest {
    private static byte[] unpack(byte[] packed, int length) throws UnusableImageException {
        return new Lzw().unpack(packed, length);
    }

    @Test
    void theSpecificationsExample() throws UnusableImageException {
        // 7 7 7 8 8 7 7 6 6 becomes Clear 7 258 8 8 258 6 6 End
        byte[] packed = bits(256, 7, 258, 8, 8, 258, 6, 6, 257);
        assertThat(unpack(packed, 9)).containsExactly(7, 7, 7, 8, 8, 7, 7, 6, 6);
    }

    /** All codes of 9 bits. */
    private static byte[] bits(int... codes) {
        byte[] bytes = new byte[(codes.length * 9 + 7) / 8];
        for (int i = 0; i < codes.length * 9; i++) {
            bytes[i / 8] |= (byte) ((codes[i / 9] >> (8 - i % 9) & 1) << (7 - i % 8));
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {259, 300, 511, 512, 513, 1023, 1024, 2047, 2048, 4093, 4094, 4095})
    void whatIsEncodedComesBack(int clearedAt) throws UnusableImageException {
        for (int alphabet : new int[] {1, 2, 5, 256}) {
            RandomGenerator random = Seeds.generator(1, "lzw", clearedAt, alphabet);
            for (int length : new int[] {1, 2, 3, 100, 255, 1000, 30_000}) {
                byte[] bytes = new byte[length];
                for (int i = 0; i < length; i++) {
                    bytes[i] = (byte) random.nextInt(alphabet);
                }
                byte[] packed = LzwEncoder.encode(bytes, clearedAt);
                assertThat(unpack(packed, length))
                        .as("cleared at %d, %d of %d values", clearedAt, length, alphabet)
                        .isEqualTo(bytes);
                assertThatThrownBy(() -> unpack(packed, length + 1))
                        .isInstanceOf(UnusableImageException.class)
                        .hasMessageContaining("less than its pixels");
                if (length > 1) {
                    assertThat(unpack(packed, length - 1)).isEqualTo(Arrays.copyOf(bytes, length - 1));
                }
            }
        }
    }

    @Test
    void aTableThatStaysFullIsUsedOn() throws UnusableImageException {
        byte[] bytes = TestPixels.bytes(300, 200, 1);
        assertThat(unpack(LzwEncoder.encode(bytes, Integer.MAX_VALUE), bytes.length))
                .isEqualTo(bytes);
    }

    @Test
    void codesWithoutAStringAreDamage() {
        for (byte[] packed : new byte[][] {bits(256, 258), bits(256, 7, 259), bits(256, 7, 256, 258), bits(300)}) {
            assertThatThrownBy(() -> unpack(packed, 100))
                    .isInstanceOf(UnusableImageException.class)
                    .hasMessageContaining("stands for nothing");
        }
    }

    @Test
    void theFirstClearCodeMayBeMissing() throws UnusableImageException {
        assertThat(unpack(bits(7, 258, 257), 3)).containsExactly(7, 7, 7);
    }

    @Test
    void theOldKindIsRefused() {
        assertThatThrownBy(() -> unpack(new byte[] {0, 1, 3, 5, 7}, 3))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining("before TIFF 6.0");
    }
}
