package io.patchdrop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of Fixed-H, Fixed-V and Stochastic. */
class FixedPoliciesTest {
    private static final int IMAGES = 40_000;
    private static final long SEED = 12;

    /** A binomial count strays further than this many standard deviations once in 15,000 tries. */
    private static final double BOUND = 4;

    private static final PatchGrid GRID = PatchGrid.divide(4, 64, 64);
    private static final float[] SIXTEEN = new float[16];

    @Test
    void rowsAreTakenFromTheMiddleAndInPartFromTheirMiddle() {
        // Written by hand: rows 1, 2, 0, 3; columns 1, 2, 0, 3 within each.
        int[] order = {5, 6, 4, 7, 9, 10, 8, 11, 1, 2, 0, 3, 13, 14, 12, 15};
        for (int count = 0; count <= 16; count++) {
            assertThat(choose(new CentralRows(GRID, count)))
                    .isEqualTo(PatchMask.ofIndices(16, Arrays.copyOf(order, count)));
        }
    }

    @Test
    void columnsAreRowsOfTheTransposedGrid() {
        for (int count = 0; count <= 16; count++) {
            int[] transposed = IntStream.of(choose(new CentralRows(GRID, count)).indices())
                    .map(patch -> patch % 4 * 4 + patch / 4)
                    .toArray();
            assertThat(choose(new CentralColumns(GRID, count))).isEqualTo(PatchMask.ofIndices(16, transposed));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void noRowOrColumnIsBegunWhileAMoreCentralOneIsIncomplete(int rows) {
        PatchGrid grid = new PatchGrid(rows, 3, 8, 8);
        for (int count = 0; count <= grid.patches(); count++) {
            PatchMask byRow = new CentralRows(grid, count).choose(new float[grid.patches()], unused());
            assertCentralFirst(byRow, grid::row, grid::column, rows, 3);
            PatchMask byColumn = new CentralColumns(grid, count).choose(new float[grid.patches()], unused());
            assertCentralFirst(byColumn, grid::column, grid::row, 3, rows);
        }
    }

    /** By brute force over all pairs: whoever is taken goes before whoever is left out. */
    private static void assertCentralFirst(
            PatchMask mask, IntUnaryOperator line, IntUnaryOperator place, int lines, int places) {
        for (int taken : mask.indices()) {
            for (int other = 0; other < mask.patches(); other++) {
                if (!mask.taken(other)) {
                    int byLine = Integer.compare(
                            Math.abs(2 * line.applyAsInt(taken) - lines + 1),
                            Math.abs(2 * line.applyAsInt(other) - lines + 1));
                    int sameLine = Integer.compare(line.applyAsInt(taken), line.applyAsInt(other));
                    int byPlace = Integer.compare(
                            Math.abs(2 * place.applyAsInt(taken) - places + 1),
                            Math.abs(2 * place.applyAsInt(other) - places + 1));
                    int order = byLine != 0 ? byLine : sameLine != 0 ? sameLine : byPlace;
                    assertThat(order).as("%s: %d before %d", mask, taken, other).isNotPositive();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 4, 5.6, 15.9, 16})
    void rowsAndColumnsTakeTheMeanAskedExactly(double mean) {
        for (Policy policy : new Policy[] {new CentralRows(GRID, mean), new CentralColumns(GRID, mean)}) {
            var random = Seeds.generator(SEED, "rows and columns");
            int more = 0;
            for (int image = 0; image < IMAGES; image++) {
                int count = policy.choose(SIXTEEN, random).count();
                assertThat(count).isBetween((int) mean, (int) Math.ceil(mean));
                more += count - (int) mean;
            }
            assertBinomial("one more than the floor", more, mean - Math.floor(mean));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7})
    void stochasticProbabilitiesAddUpToTheMean(int side) {
        PatchGrid grid = PatchGrid.divide(side, side * 8, side * 8);
        for (int step = 0; step <= 40; step++) {
            double mean = grid.patches() * step / 40.0;
            double[] probabilities = new StochasticPatches(grid, mean).probabilities();
            assertThat(probabilities).hasSize(grid.patches());
            assertThat(DoubleStream.of(probabilities).sum()).isCloseTo(mean, within(1e-9));
            assertThat(DoubleStream.of(probabilities).boxed())
                    .allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
        }
    }

    /** The factor found by bisection instead, from the formula alone: p = min(1, c (1 - d / d_corner)). */
    @ParameterizedTest
    @ValueSource(doubles = {0.4, 3.2, 7, 10.1, 13, 15.7})
    void stochasticProbabilitiesFallOnAStraightLineAndAreClipped(double mean) {
        double[] weights = new double[16];
        for (int patch = 0; patch < 16; patch++) {
            double distance = Math.hypot(Math.floorDiv(patch, 4) - 1.5, patch % 4 - 1.5);
            weights[patch] = 1 - distance / Math.sqrt(8);
        }
        double low = 0;
        double high = 100;
        for (int halving = 0; halving < 100; halving++) {
            double middle = (low + high) / 2;
            double sum =
                    DoubleStream.of(weights).map(w -> Math.min(1, middle * w)).sum();
            low = sum < mean ? middle : low;
            high = sum < mean ? high : middle;
        }
        double factor = high;
        double[] expected =
                DoubleStream.of(weights).map(w -> Math.min(1, factor * w)).toArray();
        assertThat(new StochasticPatches(GRID, mean).probabilities()).containsExactly(expected, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4, 7, 12.5, 16})
    void stochasticPatchesFollowTheirProbabilitiesIndependently(double mean) {
        StochasticPatches policy = new StochasticPatches(GRID, mean);
        double[] probabilities = policy.probabilities();
        int[] counts = new int[16];
        int both = 0;
        var random = Seeds.generator(SEED, "stochastic");
        for (int image = 0; image < IMAGES; image++) {
            PatchMask mask = policy.choose(SIXTEEN, random);
            Arrays.stream(mask.indices()).forEach(patch -> counts[patch]++);
            both += mask.taken(0) && mask.taken(6) ? 1 : 0;
        }
        for (int patch = 0; patch < 16; patch++) {
            assertBinomial("patch " + patch, counts[patch], probabilities[patch]);
        }
        assertBinomial("patches 0 and 6", both, probabilities[0] * probabilities[6]);
    }

    @Test
    void equalGeneratorsGiveEqualMasks() {
        for (Policy policy : new Policy[] {
            new CentralRows(GRID, 5.5), new CentralColumns(GRID, 5.5), new StochasticPatches(GRID, 5.5)
        }) {
            for (int image = 0; image < 100; image++) {
                assertThat(policy.choose(SIXTEEN, Seeds.generator(SEED, "equal", image)))
                        .isEqualTo(policy.choose(SIXTEEN, Seeds.generator(SEED, "equal", image)));
            }
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (double mean : new double[] {-0.1, 16.5, Double.NaN}) {
            assertThatThrownBy(() -> new CentralRows(GRID, mean)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> new CentralColumns(GRID, mean)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> new StochasticPatches(GRID, mean)).isInstanceOf(InvalidInputException.class);
        }
        assertThatThrownBy(() -> new StochasticPatches(GRID, 4).choose(new float[9], unused()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CentralRows(GRID, 4).choose(new float[9], unused()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PatchMask choose(Policy policy) {
        return policy.choose(SIXTEEN, unused());
    }

    private static RandomGenerator unused() {
        return Seeds.generator(SEED, "unused");
    }

    private static void assertBinomial(String what, int count, double probability) {
        double deviation = Math.sqrt(IMAGES * probability * (1 - probability));
        assertThat((double) count)
                .as("%s, seed %d", what, SEED)
                .isCloseTo(IMAGES * probability, within(BOUND * deviation + 1e-3));
    }
}
