package io.patchdrop.core.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Seeds;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The p-values: against closed forms, and against what p-values must be where the hypothesis only just holds. */
class TestsOfMeansTest {
    private static final double DELTA = 0.1;

    /** Losses of 1 and -1 with these probabilities, else 0. */
    private record Law(double worse, double better) {
        private double mean() {
            return worse - better;
        }

        private double of(int loss) {
            return loss > 0 ? worse : loss < 0 ? better : 1 - worse - better;
        }

        private int draw(RandomGenerator random) {
            double u = random.nextDouble();
            return u < worse ? 1 : u < worse + better ? -1 : 0;
        }
    }

    @Test
    void withoutAnyLossTheFortuneGrowsByTheStakes() {
        int n = 400;
        double epsilon = 0.02;
        double product = 1;
        for (int i = 1; i <= n; i++) {
            // All X are 1/2, as is the first guess of their mean: squares stay at 1/4.
            double stake = Math.min(
                    Math.sqrt(2 * Math.log(10) / (n * 0.25 / i)), 2 * BettingTest.LARGEST_SHARE / (1 - epsilon));
            product *= 1 + stake * epsilon / 2;
        }
        assertThat(BettingTest.pValue(new int[n], epsilon, DELTA)).isCloseTo(1 / product, within(1e-12));
    }

    @Test
    void twoImagesByHand() {
        // m = 0.6; at level e^-0.01 and n = 2 the first stake is sqrt(0.02 / (2 * 0.25)) = 0.2, and X = 0 gives 1.12.
        double delta = Math.exp(-0.01);
        assertThat(BettingTest.pValue(new int[] {-1, -1}, 0.2, delta)).isLessThan(1 / 1.12);
        // Then mean 0.25, squares 0.25 + 0.0625: the second stake is sqrt(0.02 / (0.3125 / 2 * 2)); X = 1 loses.
        assertThat(BettingTest.pValue(new int[] {-1, 1}, 0.2, delta)).isCloseTo(1 / 1.12, within(1e-12));
        double second = Math.sqrt(0.01 / (0.3125 / 2));
        assertThat(BettingTest.pValue(new int[] {-1, 0}, 0.2, delta))
                .isCloseTo(1 / (1.12 * (1 + second * 0.1)), within(1e-12));
        // All lost: what was there at the beginning counts.
        assertThat(BettingTest.pValue(new int[] {1, 1, 1}, 0.2, DELTA)).isEqualTo(1);
    }

    @Test
    void hoeffdingAndBentkusByHand() {
        // All X are 0: exp(-n ln(1 / (1 - m))) = (1 - m)^n, and Bentkus is e times as much.
        assertThat(HoeffdingBentkus.pValue(new int[] {-1, -1, -1}, 0.2)).isCloseTo(Math.pow(0.4, 3), within(1e-12));
        assertThat(HoeffdingBentkus.pValue(new int[] {1, 1}, 0.2)).isEqualTo(1);
        // x = 1/2, m = 0.6, n = 1.
        double hoeffding = Math.exp(-(0.5 * Math.log(0.5 / 0.6) + 0.5 * Math.log(0.5 / 0.4)));
        assertThat(HoeffdingBentkus.pValue(new int[] {0}, 0.2)).isCloseTo(hoeffding, within(1e-12));
    }

    @Test
    void binomialProbabilitiesAreThoseOfCounting() {
        for (int n = 1; n <= 30; n++) {
            BigInteger sum = BigInteger.ZERO;
            BigInteger choose = BigInteger.ONE;
            for (int k = 0; k <= n; k++) {
                // p = 3/4: 3^k of 4^n.
                sum = sum.add(choose.multiply(BigInteger.valueOf(3).pow(k)));
                double exact = sum.doubleValue() / Math.pow(4, n);
                assertThat(HoeffdingBentkus.binomialAtMost(k, n, 0.75)).isCloseTo(exact, within(1e-12));
                choose = choose.multiply(BigInteger.valueOf(n - k)).divide(BigInteger.valueOf(k + 1));
            }
        }
    }

    /** Every sequence of ten losses, weighed with its probability: exact. */
    @ParameterizedTest
    @CsvSource({"0.3, 0", "0.5, 0.2", "0.65, 0.35", "0.05, 0.02", "0.9, 0.1"})
    void underTheHypothesisSmallPValuesAreRareInAllSequences(double worse, double better) {
        Law law = new Law(worse, better);
        int n = 10;
        int count = 59_049; // 3^10
        double[] betting = new double[count];
        double[] bentkus = new double[count];
        double[] weights = new double[count];
        for (int index = 0; index < count; index++) {
            int[] losses = new int[n];
            double weight = 1;
            for (int i = 0, rest = index; i < n; i++, rest /= 3) {
                losses[i] = rest % 3 - 1;
                weight *= law.of(losses[i]);
            }
            weights[index] = weight;
            betting[index] = BettingTest.pValue(losses, law.mean(), DELTA);
            bentkus[index] = HoeffdingBentkus.pValue(losses, law.mean());
        }
        assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-9));
        for (double level : new double[] {0.01, 0.05, 0.1, 0.2, 0.5, 0.9}) {
            assertThat(atMost(level, betting, weights))
                    .as("betting at %s", level)
                    .isLessThanOrEqualTo(level + 1e-9);
            assertThat(atMost(level, bentkus, weights))
                    .as("bentkus at %s", level)
                    .isLessThanOrEqualTo(level + 1e-9);
        }
    }

    private static double atMost(double level, double[] pValues, double[] weights) {
        double sum = 0;
        for (int i = 0; i < pValues.length; i++) {
            sum += pValues[i] <= level ? weights[i] : 0;
        }
        return sum;
    }

    /** Long samples, drawn: 4000 of 600. Four standard deviations above the level is once in 30,000. */
    @ParameterizedTest
    @CsvSource({"0.01, 0, 1", "0.03, 0.02, 2", "0.25, 0.2, 3", "0.51, 0.49, 4"})
    void underTheHypothesisSmallPValuesAreRareInLongSamples(double worse, double better, long seed) {
        Law law = new Law(worse, better);
        RandomGenerator random = Seeds.generator(seed, "null");
        int samples = 4000;
        int betting = 0;
        int bentkus = 0;
        for (int sample = 0; sample < samples; sample++) {
            int[] losses = draw(law, 600, random);
            betting += BettingTest.pValue(losses, law.mean(), DELTA) <= DELTA ? 1 : 0;
            bentkus += HoeffdingBentkus.pValue(losses, law.mean()) <= DELTA ? 1 : 0;
        }
        double most = samples * DELTA + 4 * Math.sqrt(samples * DELTA * (1 - DELTA));
        assertThat(betting).as("seed %d", seed).isLessThan((int) most);
        assertThat(bentkus).as("seed %d", seed).isLessThan((int) most);
    }

    @Test
    void bettingNeedsFewerImagesWhereLossesAreRare() {
        Law law = new Law(0.012, 0.01);
        int betting = 0;
        int bentkus = 0;
        for (int sample = 0; sample < 100; sample++) {
            int[] losses = draw(law, 2000, Seeds.generator(5, "power", sample));
            betting += BettingTest.pValue(losses, 0.02, DELTA) <= DELTA ? 1 : 0;
            bentkus += HoeffdingBentkus.pValue(losses, 0.02) <= DELTA ? 1 : 0;
        }
        assertThat(betting).isGreaterThan(90);
        assertThat(bentkus).isLessThan(20);
    }

    private static int[] draw(Law law, int n, RandomGenerator random) {
        int[] losses = new int[n];
        Arrays.setAll(losses, i -> law.draw(random));
        return losses;
    }
}
