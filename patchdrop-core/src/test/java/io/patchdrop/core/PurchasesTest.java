package io.patchdrop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Against all 2^P masks of small grids. */
class PurchasesTest {
    @RepeatedTest(40)
    void theFirstOfTheOrderHaveTheHighestSumOfScoresOfAllMasksOfTheirSize(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        float[] scores = wholeNumbers(Seeds.generator(seed, "scores"), 1 + (int) seed % 9);
        int[] order = Purchases.byScore(scores);
        for (int count = 0; count <= scores.length; count++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int mask = 0; mask < 1 << scores.length; mask++) {
                best = Integer.bitCount(mask) == count ? Math.max(best, sum(scores, mask)) : best;
            }
            assertThat(sum(scores, bits(Arrays.copyOf(order, count))))
                    .as("seed %d, %d of %s", seed, count, Arrays.toString(scores))
                    .isEqualTo(best);
        }
        for (int i = 1; i < order.length; i++) {
            assertThat(scores[order[i - 1]] > scores[order[i]] || order[i - 1] < order[i])
                    .as("seed %d: among equals the lower number first", seed)
                    .isTrue();
        }
    }

    @RepeatedTest(40)
    void thePolicyTakesTheLargestMaskOfTheHighestSum(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        float[] scores = wholeNumbers(Seeds.generator(seed, "policy"), 1 + (int) seed % 9);
        int best = 0;
        for (int mask = 1; mask < 1 << scores.length; mask++) {
            double gain = sum(scores, mask) - sum(scores, best);
            best = gain > 0 || (gain == 0 && Integer.bitCount(mask) > Integer.bitCount(best)) ? mask : best;
        }
        int[] taken = Purchases.ofPolicy(scores);
        assertThat(bits(taken)).as("seed %d, %s", seed, Arrays.toString(scores)).isEqualTo(best);
        assertThat(taken).isEqualTo(Arrays.copyOf(Purchases.byScore(scores), taken.length));
    }

    @RepeatedTest(100)
    void atOnePriceNoMaskIsWorthMore(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        RandomGenerator random = Seeds.generator(seed, "one price");
        float[] value = value(random, 1 + (int) seed % 10);
        Budget.Price budget = new Budget.Price(random.nextDouble() * 0.2, List.of(random.nextDouble()));
        int[] bought = Purchases.worthTheirPrice(value, budget);
        assertThat(worth(value, budget, bits(bought)))
                .as("seed %d, %s, %s", seed, budget, Arrays.toString(value))
                .isCloseTo(bestWorth(value, budget), within(1e-12));
    }

    @RepeatedTest(200)
    void atDifferentPricesNoMaskIsWorthMoreThanTheHighestPriceMore(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        RandomGenerator random = Seeds.generator(seed, "prices");
        float[] value = value(random, 1 + (int) seed % 10);
        double[] prices = random.doubles(value.length - 1, 0, 3).toArray();
        prices[random.nextInt(prices.length)] = 0;
        Budget.Price budget = (Budget.Price) Budget.price(random.nextDouble() * 0.2, prices);
        double worth = worth(value, budget, bits(Purchases.worthTheirPrice(value, budget)));
        double best = bestWorth(value, budget);
        double highest = budget.lambda() * Arrays.stream(prices).max().orElseThrow();
        assertThat(worth)
                .as("seed %d, %s, %s", seed, budget, Arrays.toString(value))
                .isBetween(best - highest - 1e-12, best + 1e-12);
    }

    @Test
    void onAverageDifferentPricesLoseNextToNothing() {
        double lost = 0;
        for (int seed = 0; seed < 500; seed++) {
            RandomGenerator random = Seeds.generator(seed, "average");
            float[] value = value(random, 9);
            Budget.Price budget =
                    (Budget.Price) Budget.price(0.03, random.doubles(9, 0, 3).toArray());
            lost += bestWorth(value, budget) - worth(value, budget, bits(Purchases.worthTheirPrice(value, budget)));
        }
        assertThat(lost / 500).as("probability of a right answer").isBetween(0.0, 0.002);
    }

    @Test
    void equalScoresKeepTheOrderOfTheirNumbersWhateverTheSignOfZero() {
        assertThat(Purchases.byScore(new float[] {0f, -0f, 1, 0f, -1})).containsExactly(2, 0, 1, 3, 4);
        assertThat(Purchases.byScore(new float[] {-0f, 0f})).containsExactly(0, 1);
        assertThat(Purchases.ofPolicy(new float[] {-0f, 0f, -1e-9f})).containsExactly(0, 1);
    }

    @Test
    void giftsAreTakenIfTheyHelpAndNothingIsIfAllIsTooDear() {
        float[] value = {0.5f, 0, -1, 2, -0.5f};
        assertThat(Purchases.worthTheirPrice(value, new Budget.Price(5, List.of(0.0))))
                .containsExactly(0, 3);
        assertThat(Purchases.worthTheirPrice(value, new Budget.Price(0, List.of(7.0))))
                .containsExactly(3, 0);
        assertThat(Purchases.worthTheirPrice(value, new Budget.Price(1, List.of(1.0))))
                .isEmpty();
        assertThat(Purchases.probabilityRight(value, new int[] {0, 3})).isCloseTo(0.8807970779778823, within(1e-12));
    }

    @Test
    void numbersOfADivergedModelAreRefused() {
        assertThatThrownBy(() -> Purchases.byScore(new float[] {0, Float.NaN}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("patch 1 the score NaN");
        assertThatThrownBy(() -> Purchases.worthTheirPrice(
                        new float[] {0, Float.POSITIVE_INFINITY}, new Budget.Price(1, List.of(1.0))))
                .isInstanceOf(InvalidInputException.class);
    }

    private static double bestWorth(float[] value, Budget.Price budget) {
        double best = Double.NEGATIVE_INFINITY;
        for (int mask = 0; mask < 1 << (value.length - 1); mask++) {
            best = Math.max(best, worth(value, budget, mask));
        }
        return best;
    }

    private static double worth(float[] value, Budget.Price budget, int mask) {
        double logit = value[value.length - 1];
        double price = 0;
        for (int patch = 0; patch < value.length - 1; patch++) {
            logit += (mask >> patch & 1) * value[patch];
            price += (mask >> patch & 1) * budget.of(patch);
        }
        return 1 / (1 + Math.exp(-logit)) - budget.lambda() * price;
    }

    private static double sum(float[] scores, int mask) {
        double sum = 0;
        for (int patch = 0; patch < scores.length; patch++) {
            sum += (mask >> patch & 1) * scores[patch];
        }
        return sum;
    }

    private static int bits(int[] patches) {
        return Arrays.stream(patches).map(patch -> 1 << patch).sum();
    }

    /** Few different whole numbers: many are equal, and sums are exact. */
    private static float[] wholeNumbers(RandomGenerator random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextInt(-3, 4);
        }
        return numbers;
    }

    private static float[] value(RandomGenerator random, int patches) {
        float[] value = new float[patches + 1];
        for (int i = 0; i <= patches; i++) {
            value[i] = (float) random.nextGaussian();
        }
        return value;
    }
}
