package io.patchdrop.imagery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {
    /** Enlarges by repeating each pixel, then averages whole blocks: the exact area mean, with nothing to weigh. */
    @ParameterizedTest
    @CsvSource({"2, 1", "4, 2", "5, 3", "7, 2", "8, 5", "13, 12", "20, 7", "31, 16"})
    void shrinkingAveragesTheCoveredArea(int from, int to) {
        byte[] source = TestImages.noise(from, from, 11);
        byte[] result = Resampling.resize(source, from, to);
        for (int y = 0; y < to; y++) {
            for (int x = 0; x < to; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    long sum = 0;
                    for (int v = y * from; v < (y + 1) * from; v++) {
                        for (int u = x * from; u < (x + 1) * from; u++) {
                            sum += source[((v / to) * from + u / to) * 3 + channel] & 0xff;
                        }
                    }
                    long expected = Math.floorDiv(2 * sum + (long) from * from, 2L * from * from);
                    assertThat(result[(y * to + x) * 3 + channel] & 0xff)
                            .as("seed 11, %d to %d, pixel %d, %d", from, to, x, y)
                            .isEqualTo((int) expected);
                }
            }
        }
    }

    /** The textbook formula in floating point, at pixel centres and clamped to the border. */
    @ParameterizedTest
    @CsvSource({"1, 3", "2, 4", "3, 5", "5, 8", "7, 20", "16, 17"})
    void enlargingInterpolatesBetweenPixelCentres(int from, int to) {
        byte[] source = TestImages.noise(from, from, 12);
        byte[] result = Resampling.resize(source, from, to);
        for (int y = 0; y < to; y++) {
            for (int x = 0; x < to; x++) {
                double v = Math.min(from - 1, Math.max(0, (y + 0.5) * from / to - 0.5));
                double u = Math.min(from - 1, Math.max(0, (x + 0.5) * from / to - 0.5));
                int top = (int) v;
                int left = (int) u;
                int bottom = Math.min(from - 1, top + 1);
                int right = Math.min(from - 1, left + 1);
                for (int channel = 0; channel < 3; channel++) {
                    double upper = (1 - (u - left)) * (source[(top * from + left) * 3 + channel] & 0xff)
                            + (u - left) * (source[(top * from + right) * 3 + channel] & 0xff);
                    double lower = (1 - (u - left)) * (source[(bottom * from + left) * 3 + channel] & 0xff)
                            + (u - left) * (source[(bottom * from + right) * 3 + channel] & 0xff);
                    double expected = (1 - (v - top)) * upper + (v - top) * lower;
                    assertThat((double) (result[(y * to + x) * 3 + channel] & 0xff))
                            .as("seed 12, %d to %d, pixel %d, %d", from, to, x, y)
                            .isBetween(expected - 0.5001, expected + 0.5001);
                }
            }
        }
    }

    @Test
    void whiteStaysWhiteAtTheLargestSizes() {
        byte[] source = new byte[2000 * 2000 * 3];
        Arrays.fill(source, (byte) 255);
        byte[] expected = new byte[224 * 224 * 3];
        Arrays.fill(expected, (byte) 255);
        assertThat(Resampling.resize(source, 2000, 224)).isEqualTo(expected);
    }

    @Test
    void theRightSizeIsLeftUntouched() {
        byte[] source = TestImages.noise(9, 9, 13);
        assertThat(new RgbImage(9, 9, source).resized(9)).isSameAs(source);
    }

    /** Against the mean over real intervals, written out plainly, for each axis on its own. */
    @Test
    void rectanglesBecomeSquaresAxisByAxis() {
        byte[] source = TestImages.noise(9, 7, 5);
        byte[] result = Resampling.resize(source, 9, 7, 4);
        for (int i = 0; i < 4 * 4 * 3; i++) {
            int channel = i % 3;
            double left = (i / 3 % 4) * 9 / 4.0;
            double top = (i / 12) * 7 / 4.0;
            double sum = 0;
            for (int y = 0; y < 7; y++) {
                for (int x = 0; x < 9; x++) {
                    double width = Math.max(0, Math.min(left + 9 / 4.0, x + 1) - Math.max(left, x));
                    double height = Math.max(0, Math.min(top + 7 / 4.0, y + 1) - Math.max(top, y));
                    sum += width * height * (source[(y * 9 + x) * 3 + channel] & 0xff);
                }
            }
            assertThat((double) (result[i] & 0xff)).isCloseTo(sum / (9 / 4.0 * 7 / 4.0), within(0.5001));
        }
    }

    /** Rows that keep their number are resized each by itself. */
    @Test
    void rectanglesBecomeRectangles() {
        byte[] source = TestImages.noise(9, 7, 6);
        byte[] result = Resampling.resize(source, 9, 7, 4, 7);
        assertThat(result).hasSize(7 * 4 * 3);
        byte[] square = Resampling.resize(source, 9, 7, 7);
        byte[] narrow = Resampling.resize(source, 9, 7, 9, 7);
        assertThat(narrow).isEqualTo(source);
        assertThat(Resampling.resize(source, 9, 7, 7, 7)).isEqualTo(square);
        for (int y = 0; y < 7; y++) {
            byte[] row = Arrays.copyOfRange(source, 27 * y, 27 * (y + 1));
            assertThat(Arrays.copyOfRange(result, 12 * y, 12 * (y + 1)))
                    .isEqualTo(Arrays.copyOf(Resampling.resize(row, 9, 1, 4), 12));
        }
    }
}
