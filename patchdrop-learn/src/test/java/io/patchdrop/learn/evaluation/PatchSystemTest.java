package io.patchdrop.learn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.TensorTest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The controls, on their own: they must take as many patches as PatchDrop on average, and nothing else. */
class PatchSystemTest extends TensorTest {
    private static final int IMAGES = 4000;
    private static final TrainingConfig CONFIG = TinyRun.config("grid=4");
    private static final EvaluationContext CONTEXT = EvaluationContext.of(CONFIG, Compute.cpu());
    private static final PatchSystem SYSTEM = new PatchSystem("PatchDrop", "Pt", PatchSystem.none(), null, null);

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 3.9, 5, 15.5, 16})
    void randomTakesAsManyAnywhere(double mean) {
        double[] actions = actions(SYSTEM.random(mean, 3), IntStream.range(0, IMAGES));
        assertCounts(actions, mean);
        for (int patch = 0; patch < 16; patch++) {
            double taken = 0;
            for (int image = 0; image < IMAGES; image++) {
                taken += actions[image * 16 + patch];
            }
            double share = mean / 16;
            double deviation = Math.sqrt(share * (1 - share) / IMAGES);
            assertThat(taken / IMAGES).as("patch %s", patch).isCloseTo(share, within(5 * deviation + 1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 3.9, 5, 15.5, 16})
    void centralTakesTheMostCentral(double mean) {
        double[] actions = actions(SYSTEM.central(mean, CONTEXT, 3), IntStream.range(0, IMAGES));
        assertCounts(actions, mean);
        PatchGrid grid = CONTEXT.grid();
        int[] byDistance = IntStream.range(0, 16)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                patch -> Math.hypot(grid.row(patch) - 1.5, grid.column(patch) - 1.5))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int image = 0; image < IMAGES; image++) {
            double[] own = Arrays.copyOfRange(actions, image * 16, image * 16 + 16);
            int count = (int) Arrays.stream(own).sum();
            for (int rank = 0; rank < 16; rank++) {
                assertThat(own[byDistance[rank]]).isEqualTo(rank < count ? 1 : 0);
            }
        }
    }

    /** floor(mean) or one more of each image, and the mean within five standard deviations. */
    private static void assertCounts(double[] actions, double mean) {
        double total = 0;
        for (int image = 0; image < IMAGES; image++) {
            double count = Arrays.stream(actions, image * 16, image * 16 + 16).sum();
            assertThat(count).isBetween(Math.floor(mean), Math.ceil(mean));
            total += count;
        }
        double fraction = mean - Math.floor(mean);
        double deviation = Math.sqrt(fraction * (1 - fraction) / IMAGES);
        assertThat(total / IMAGES).isCloseTo(mean, within(5 * deviation + 1e-12));
    }

    @Test
    void anImagesDrawDoesNotDependOnItsBatch() {
        PatchSystem random = SYSTEM.random(4.5, 3);
        double[] together = actions(random, IntStream.range(0, 10));
        assertThat(actions(random, IntStream.of(7))).containsExactly(Arrays.copyOfRange(together, 7 * 16, 8 * 16));
        assertThat(actions(SYSTEM.random(4.5, 4), IntStream.range(0, 10)))
                .as("another seed")
                .isNotEqualTo(together);
    }

    @Test
    void controlsKeepStageAndClassifiers() {
        assertThat(SYSTEM.random(1, 3))
                .extracting(PatchSystem::name, PatchSystem::stage)
                .containsExactly("Random", "Pt");
        assertThat(SYSTEM.central(1, CONTEXT, 3))
                .extracting(PatchSystem::name, PatchSystem::stage)
                .containsExactly("Central", "Pt");
    }

    private static double[] actions(PatchSystem system, IntStream indices) {
        int[] images = indices.toArray();
        Batch batch = new Batch(new byte[0], new int[images.length], images, images.length);
        Tensor unused = uniform(1, 0, 1, 1);
        return values(system.selector().actions(CONTEXT, batch, unused));
    }
}
