package io.patchdrop.learn.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.PatchMask;
import io.patchdrop.core.Reward;
import io.patchdrop.learn.tensor.TensorTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionsTest extends TensorTest {
    @ParameterizedTest
    @CsvSource({"4,4,2,2", "2,3,4,5", "3,1,2,7", "1,5,3,2", "1,1,6,4", "6,4,1,1", "1,1,1,1"})
    void applyIsAPatchByPatchLoop(int rows, int columns, int patchHeight, int patchWidth) {
        PatchGrid grid = new PatchGrid(rows, columns, patchHeight, patchWidth);
        int count = 3;
        int channels = 2;
        Tensor images = normal(11, count, channels, grid.imageHeight(), grid.imageWidth());
        Tensor actions = randomActions(12, count, grid.patches());
        double[] expected = masked(values(images), values(actions), count, channels, grid);
        for (Tensor laidOut : List.of(images, channelsLast(images))) {
            Tensor result = Actions.apply(laidOut, actions, grid);
            assertThat(values(result)).containsExactly(expected);
            assertThat(result.shape()).containsExactly(images.shape());
            assertThat(result.strides().vec().get())
                    .as("memory order")
                    .containsExactly(laidOut.strides().vec().get());
        }
    }

    private static double[] masked(double[] images, double[] actions, int count, int channels, PatchGrid grid) {
        double[] result = new double[images.length];
        int index = 0;
        for (int image = 0; image < count; image++) {
            for (int channel = 0; channel < channels; channel++) {
                for (int y = 0; y < grid.imageHeight(); y++) {
                    for (int x = 0; x < grid.imageWidth(); x++, index++) {
                        int patch = y / grid.patchHeight() * grid.columns() + x / grid.patchWidth();
                        result[index] = images[index] * actions[image * grid.patches() + patch];
                    }
                }
            }
        }
        return result;
    }

    @Test
    void patchesAreSampledWithTheirProbabilities() {
        int count = 20_000;
        float[] probabilities = {0, 0.03f, 0.5f, 0.9f, 1};
        float[] repeated = new float[count * probabilities.length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = probabilities[i % probabilities.length];
        }
        Tensor given = AbstractTensor.create(repeated, count, probabilities.length);
        double[] drawn = values(Actions.sample(given, new SplittableRandom(5)));
        for (int patch = 0; patch < probabilities.length; patch++) {
            double taken = 0;
            for (int image = 0; image < count; image++) {
                double action = drawn[image * probabilities.length + patch];
                assertThat(action == 0 || action == 1).isTrue();
                taken += action;
            }
            double p = probabilities[patch];
            assertThat(taken / count).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / count) + 1e-12));
        }
        assertThat(values(Actions.sample(given, new SplittableRandom(5))))
                .as("same seed")
                .containsExactly(drawn);
    }

    @Test
    void theThresholdIncludesOneHalf() {
        Tensor probabilities = AbstractTensor.create(new float[] {0, Math.nextDown(0.5f), 0.5f, 1}, 1, 4);
        assertThat(values(Actions.threshold(probabilities))).containsExactly(0, 0, 1, 1);
        // A logit of exactly zero is one half and so taken.
        assertThat(values(Actions.threshold(
                        AbstractTensor.create(new float[] {0, -0f}, 1, 2).sigmoid())))
                .containsExactly(1, 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.7, 0.95, 1})
    void softeningMixesWithTheOpposite(double alpha) {
        Tensor probabilities = uniform(21, 0, 1, 3, 5);
        double[] p = values(probabilities);
        double[] softened = values(Actions.soften(probabilities, alpha));
        for (int i = 0; i < p.length; i++) {
            assertThat(softened[i]).isCloseTo(alpha * p[i] + (1 - alpha) * (1 - p[i]), within(1e-6));
            if (alpha > 0.5) {
                double back = (softened[i] - (1 - alpha)) / (2 * alpha - 1);
                assertThat(back).isCloseTo(p[i], within(2e-6));
            } else {
                assertThat(softened[i]).as("nothing is left of the policy").isEqualTo(0.5);
            }
        }
        assertThat(values(Actions.soften(AbstractTensor.create(0f, 0.5f, 1f), alpha)))
                .containsExactly(new double[] {1 - alpha, 0.5, alpha}, within(1e-7));
    }

    @Test
    void logLikelihoodIsASumOverPatches() {
        int count = 6;
        int patches = 4;
        Tensor probabilities = uniform(31, 0.01, 0.99, count, patches);
        Tensor actions = randomActions(32, count, patches);
        double[] p = values(probabilities);
        double[] taken = values(actions);
        double[] found = values(Actions.logLikelihood(probabilities, actions));
        for (int image = 0; image < count; image++) {
            double sum = 0;
            for (int patch = 0; patch < patches; patch++) {
                int i = image * patches + patch;
                sum += Math.log(taken[i] == 1 ? p[i] : 1 - p[i]);
            }
            assertThat(found[image]).isCloseTo(sum, within(1e-5));
        }
    }

    @Test
    void logLikelihoodHasTheGradientOfItsDifferences() {
        Tensor probabilities = uniform(41, 0.05, 0.95, 2, 3).to(ScalarType.Double);
        Tensor actions = randomActions(42, 2, 3).to(ScalarType.Double);
        Tensor leaf = probabilities.clone().set_requires_grad(true);
        Actions.logLikelihood(leaf, actions).sum().backward();
        double[] gradient = values(leaf.grad());
        double step = 1e-6;
        for (int i = 0; i < gradient.length; i++) {
            double up = values(Actions.logLikelihood(moved(probabilities, i, step), actions)
                    .sum())[0];
            double down = values(Actions.logLikelihood(moved(probabilities, i, -step), actions)
                    .sum())[0];
            assertThat(gradient[i]).isCloseTo((up - down) / (2 * step), within(1e-5));
        }
    }

    @Test
    void certainMistakesHaveFiniteLogLikelihood() {
        Tensor leaf = AbstractTensor.create(new float[] {0, 1}, 1, 2).set_requires_grad(true);
        Tensor impossible = AbstractTensor.create(new float[] {1, 0}, 1, 2);
        Tensor likelihood = Actions.logLikelihood(leaf, impossible);
        likelihood.sum().backward();
        assertThat(values(likelihood)[0]).isCloseTo(2 * Math.log(1e-6), within(1e-3));
        assertThat(values(leaf.grad())).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9, 16})
    void theRewardIsThatOfTheCore(int patches) {
        int count = 40;
        int classes = 3;
        double sigma = 0.5;
        Tensor logits = normal(51, count, classes);
        Tensor actions = randomActions(52, count, patches);
        SplittableRandom random = new SplittableRandom(53);
        long[] labels = random.longs(count, 0, classes).toArray();
        double[] found = values(Actions.reward(logits, AbstractTensor.create(labels, count), actions, sigma));
        double[] scores = values(logits);
        double[] taken = values(actions);
        for (int image = 0; image < count; image++) {
            double[] own = Arrays.copyOfRange(scores, image * classes, (image + 1) * classes);
            boolean right = own[(int) labels[image]] == Arrays.stream(own).max().orElseThrow();
            int number = (int)
                    Arrays.stream(taken, image * patches, (image + 1) * patches).sum();
            assertThat(found[image]).isCloseTo(new Reward(sigma).of(right, number, patches), within(1e-6));
        }
    }

    @Test
    void masksBecomeRowsOfZeroAndOne() {
        SplittableRandom random = new SplittableRandom(61);
        List<PatchMask> masks = new ArrayList<>();
        double[] expected = new double[7 * 6];
        for (int image = 0; image < 7; image++) {
            boolean[] taken = new boolean[6];
            for (int patch = 0; patch < 6; patch++) {
                taken[patch] = random.nextBoolean();
                expected[image * 6 + patch] = taken[patch] ? 1 : 0;
            }
            masks.add(PatchMask.of(taken));
        }
        Tensor actions = Actions.of(masks, new Device("cpu"));
        assertThat(actions.shape()).containsExactly(7, 6);
        assertThat(values(actions)).containsExactly(expected);
    }

    @Test
    void stackPutsOneBatchBehindTheOther() {
        Tensor stacked = Actions.stack(
                AbstractTensor.create(new float[] {1, 2}, 1, 2), AbstractTensor.create(new float[] {3, 4, 5, 6}, 2, 2));
        assertThat(stacked.shape()).containsExactly(3, 2);
        assertThat(values(stacked)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    private static Tensor moved(Tensor tensor, int index, double by) {
        double[] shifted = values(tensor);
        shifted[index] += by;
        return AbstractTensor.create(shifted, tensor.shape());
    }

    static Tensor randomActions(long seed, int count, int patches) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * patches];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(2);
        }
        return AbstractTensor.create(values, count, patches);
    }
}
