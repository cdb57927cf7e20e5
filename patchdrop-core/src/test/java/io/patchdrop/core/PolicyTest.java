package io.patchdrop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final int IMAGES = 40_000;
    private static final long SEED = 11;

    /** A binomial count strays further than this many standard deviations once in 15,000 tries. */
    private static final double BOUND = 4;

    private static final float[] SIXTEEN = new float[16];

    @Test
    void thresholdTakesWhatReachesIt() {
        float[] probabilities = {0.49f, 0.5f, 0.51f, 0, 1};
        assertThat(new ThresholdPolicy(0.5).choose(probabilities, Seeds.generator(SEED, "unused")))
                .isEqualTo(PatchMask.ofIndices(5, 1, 2, 4));
        assertThat(new ThresholdPolicy(0).choose(probabilities, Seeds.generator(SEED, "unused")))
                .isEqualTo(PatchMask.all(5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.7, 0.95, 1})
    void samplingFollowsTheExploredProbabilityAndPatchesAreIndependent(double alpha) {
        float[] probabilities = {0, 0.1f, 0.5f, 0.8f, 1};
        int[] counts = new int[5];
        int both = 0;
        var random = Seeds.generator(SEED, "sampling");
        for (int image = 0; image < IMAGES; image++) {
            PatchMask mask = new SamplingPolicy(alpha).choose(probabilities, random);
            Arrays.stream(mask.indices()).forEach(patch -> counts[patch]++);
            both += mask.taken(1) && mask.taken(3) ? 1 : 0;
        }
        double[] expected = Arrays.stream(new double[] {0, 0.1f, 0.5, 0.8f, 1})
                .map(p -> alpha * p + (1 - alpha) * (1 - p))
                .toArray();
        for (int patch = 0; patch < 5; patch++) {
            assertBinomial("patch " + patch, counts[patch], expected[patch]);
        }
        assertBinomial("patches 1 and 3", both, expected[1] * expected[3]);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 3, 4.7, 15.5, 16})
    void randomPatchesAreUniformWithExactlyTheMeanAsked(double mean) {
        int[] counts = new int[16];
        int more = 0;
        var random = Seeds.generator(SEED, "random patches");
        for (int image = 0; image < IMAGES; image++) {
            PatchMask mask = new RandomPatches(mean).choose(SIXTEEN, random);
            assertThat(mask.count()).isBetween((int) mean, (int) Math.ceil(mean));
            more += mask.count() - (int) mean;
            Arrays.stream(mask.indices()).forEach(patch -> counts[patch]++);
        }
        assertBinomial("one more than the floor", more, mean - Math.floor(mean));
        for (int patch = 0; patch < 16; patch++) {
            assertBinomial("patch " + patch, counts[patch], mean / 16);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 4, 5.6, 16})
    void centralPatchesAreTheMostCentralWithExactlyTheMeanAsked(double mean) {
        PatchGrid grid = PatchGrid.divide(4, 64, 64);
        Policy central = new CentralPatches(grid, mean);
        int more = 0;
        var random = Seeds.generator(SEED, "central patches");
        for (int image = 0; image < IMAGES; image++) {
            PatchMask mask = central.choose(SIXTEEN, random);
            assertThat(mask.count()).isBetween((int) mean, (int) Math.ceil(mean));
            more += mask.count() - (int) mean;
            assertNoneLeftOutIsMoreCentral(grid, mask);
        }
        assertBinomial("one more than the floor", more, mean - Math.floor(mean));
    }

    @Test
    void topPatchesAgreeWithASortAndBreakTiesByNumber() {
        var random = Seeds.generator(SEED, "top patches");
        for (int round = 0; round < 300; round++) {
            float[] probabilities = new float[12];
            for (int patch = 0; patch < probabilities.length; patch++) {
                probabilities[patch] = random.nextInt(6) / 5f; // many ties
            }
            int n = random.nextInt(13);
            int[] best = IntStream.range(0, 12)
                    .boxed()
                    .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a])) // stable: ties stay in order
                    .limit(n)
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(new TopPatches(n).choose(probabilities, random))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(PatchMask.ofIndices(12, best));
        }
    }

    @Test
    void probabilitiesOfADivergedNetworkAreRefused() {
        float[] diverged = {0.5f, Float.NaN};
        for (Policy policy : new Policy[] {new ThresholdPolicy(0.5), new SamplingPolicy(1), new TopPatches(1)}) {
            assertThatThrownBy(() -> policy.choose(diverged, Seeds.generator(SEED, "unused")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("patch 1 the probability NaN");
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        PatchGrid grid = PatchGrid.divide(4, 64, 64);
        var random = Seeds.generator(SEED, "unused");
        assertRefused(() -> new ThresholdPolicy(1.01));
        assertRefused(() -> new ThresholdPolicy(Double.NaN));
        assertRefused(() -> new SamplingPolicy(-0.1));
        assertRefused(() -> new TopPatches(-1));
        assertRefused(() -> new TopPatches(17).choose(SIXTEEN, random));
        assertRefused(() -> new RandomPatches(-1));
        assertRefused(() -> new RandomPatches(16.5).choose(SIXTEEN, random));
        assertRefused(() -> new CentralPatches(grid, 16.5));
        assertRefused(() -> new CentralPatches(grid, Double.NaN));
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidInputException.class);
    }

    private static void assertNoneLeftOutIsMoreCentral(PatchGrid grid, PatchMask mask) {
        double farthest = Arrays.stream(mask.indices())
                .mapToDouble(grid::distanceFromCentre)
                .max()
                .orElse(0);
        double nearestLeftOut = IntStream.range(0, grid.patches())
                .filter(patch -> !mask.taken(patch))
                .mapToDouble(grid::distanceFromCentre)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        assertThat(farthest).isLessThanOrEqualTo(nearestLeftOut);
    }

    private static void assertBinomial(String what, int count, double probability) {
        double deviation = Math.sqrt(IMAGES * probability * (1 - probability));
        assertThat((double) count)
                .as("%s, seed %d", what, SEED)
                .isCloseTo(IMAGES * probability, within(BOUND * deviation + 1e-3));
    }
}
