package io.patchdrop.spark.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WorthTest {
    private static final List<Integer> STEPS = List.of(0, 1, 2, 4);
    private static final int BINS = ConfidenceBins.COUNT;

    @Test
    void binsHoldTheirConfidences() {
        assertThat(ConfidenceBins.of(0)).isZero();
        assertThat(ConfidenceBins.of(0.1)).isEqualTo(1);
        assertThat(ConfidenceBins.of(1)).isEqualTo(BINS - 1);
        for (int bin = 0; bin < BINS; bin++) {
            assertThat(ConfidenceBins.of(ConfidenceBins.middle(bin))).isEqualTo(bin);
        }
    }

    @Test
    void rowsOfProbabilitiesSumToOneAndFollowManyCounts() {
        Movements movements = new Movements(3);
        movements.add(1, 4, 20, 90_000);
        movements.add(1, 4, 4, 10_000);
        double[][][] probabilities = movements.probabilities();
        for (double[][] step : probabilities) {
            for (double[] row : step) {
                double sum = 0;
                for (double value : row) {
                    sum += value;
                }
                assertThat(sum).isCloseTo(1, within(1e-12));
            }
        }
        assertThat(probabilities[1][4][20]).isCloseTo(0.9, within(1e-3));
        // Where nothing was seen nearby, the assumption: one in four becomes sure.
        assertThat(new Movements(1).probabilities()[0][3][ConfidenceBins.of(0.97)])
                .isCloseTo(0.25, within(1e-12));
    }

    /** The best way to stop, found by trying: buying is worth it at a rate if some way to go on is. */
    @Test
    void theIndexIsTheBestRateOfAllWaysToStop() {
        SplittableRandom random = new SplittableRandom(5);
        Movements movements = new Movements(3);
        for (int i = 0; i < 3000; i++) {
            int before = random.nextInt(BINS);
            movements.add(random.nextInt(3), before, Math.min(BINS - 1, before + random.nextInt(6)), 1);
        }
        Worth worth = new Worth(movements, STEPS);
        double[][][] moves = movements.probabilities();
        for (int bin = 0; bin < BINS; bin += 3) {
            double rate = worth.index(0, bin);
            if (rate > 0) {
                assertThat(value(moves, 0, bin, rate * 0.999)).isPositive();
                // The next rate that is tried is about a tenth higher.
                assertThat(value(moves, 0, bin, rate * 1.12)).isZero();
            }
            assertThat(worth.gain(0, bin)).isCloseTo(value(moves, 0, bin, 0), within(1e-9));
        }
    }

    private static double value(double[][][] moves, int step, int bin, double rate) {
        if (step == moves.length) {
            return 0;
        }
        double value = -rate * (STEPS.get(step + 1) - STEPS.get(step));
        for (int after = 0; after < BINS; after++) {
            double gain = ConfidenceBins.middle(after) - ConfidenceBins.middle(bin);
            value += moves[step][bin][after] * (gain + value(moves, step + 1, after, rate));
        }
        return Math.max(0, value);
    }

    @Test
    void whatIsSureIsWorthLessThanWhatIsNot() {
        Worth worth = new Worth(new Movements(3), STEPS);
        assertThat(worth.index(0, ConfidenceBins.of(0.2))).isGreaterThan(worth.index(0, ConfidenceBins.of(0.6)));
        assertThat(worth.index(0, ConfidenceBins.of(0.6))).isGreaterThan(worth.index(0, ConfidenceBins.of(0.96)));
        assertThat(worth.index(3, 0)).isZero();
    }
}
