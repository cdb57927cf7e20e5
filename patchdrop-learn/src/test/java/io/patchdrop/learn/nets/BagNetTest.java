package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.pytorch.global.torch.cat;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.PatchGrid;
import io.patchdrop.learn.patches.Actions;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reference is a {@link CifarResNet} with the same weights, which classifies each patch alone: since the last layer is
 * linear, the bag's logits are the mean of the patches'.
 */
class BagNetTest extends NativeTest {
    private static final int GRID = 3;
    private static final int PATCH = 9;
    private static final int SIZE = GRID * PATCH;
    private static final int CLASSES = 5;

    /** In evaluation mode, with statistics of a trained net. */
    private static Net bag(String options) {
        Net net = NetSpec.parse("bag-resnet8-w4" + options).build(CLASSES, SIZE, GRID, 1);
        disturbNormalisation(net, 2);
        net.eval();
        return net;
    }

    private static Net onePatch(Net bag) {
        String name = bag.spec().toString().replace("bag-", "cifar-");
        Net net = NetSpec.parse(name).build(CLASSES, PATCH, 0, 3);
        Map<String, Tensor> weights = Weights.state(bag);
        Torch.withoutGradient(() -> Weights.state(net)
                .forEach((key, tensor) -> tensor.copy_(Objects.requireNonNull(weights.get(key), key))));
        net.eval();
        return net;
    }

    /** {@code [1, 3, p, p]}. */
    private static Tensor patch(Tensor images, int image, int patch) {
        return images.narrow(0, image, 1)
                .narrow(2, (long) patch / GRID * PATCH, PATCH)
                .narrow(3, (long) patch % GRID * PATCH, PATCH);
    }

    private static double[] expected(Net onePatch, Tensor images, int image, double[] actions) {
        double[] sum = new double[CLASSES];
        int count = 0;
        for (int patch = 0; patch < GRID * GRID; patch++) {
            if (actions[image * GRID * GRID + patch] > 0) {
                double[] logits = values(onePatch.forward(patch(images, image, patch)));
                count++;
                for (int k = 0; k < CLASSES; k++) {
                    sum[k] += logits[k];
                }
            }
        }
        for (int k = 0; k < CLASSES; k++) {
            sum[k] /= count;
        }
        return sum;
    }

    private static Tensor masks(long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] actions = new float[n * GRID * GRID];
        for (int i = 0; i < actions.length; i++) {
            actions[i] = random.nextInt(2);
        }
        for (int image = 0; image < n; image++) {
            actions[image * GRID * GRID + random.nextInt(GRID * GRID)] = 1;
        }
        return AbstractTensor.create(actions, n, GRID * GRID);
    }

    private static Tensor masked(Tensor images, Tensor actions) {
        return Actions.apply(images, actions, PatchGrid.divide(GRID, SIZE, SIZE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-s2"})
    void logitsAreTheMeanOfThePatchesTakenEachAlone(String options) {
        try (Net bag = bag(options);
                Net onePatch = onePatch(bag)) {
            Tensor images = images(4, 6, SIZE);
            Tensor actions = masks(5, 6);
            Tensor logits = bag.forward(masked(images, actions));
            for (int image = 0; image < 6; image++) {
                assertClose(
                        values(logits.narrow(0, image, 1)), expected(onePatch, images, image, values(actions)), 1e-5);
            }
        }
    }

    @Test
    void neitherTheRestOfTheBatchNorFoldingNorTheMemoryOrderChangesAnAnswer() {
        try (Net bag = bag("")) {
            Tensor images = masked(images(6, 7, SIZE), masks(7, 7));
            double[] together = values(bag.forward(images));
            TensorVector alone = new TensorVector();
            for (int image = 0; image < 7; image++) {
                alone.push_back(bag.forward(images.narrow(0, image, 1)));
            }
            assertClose(values(cat(alone, 0)), together, 1e-5);
            bag.freeze();
            assertClose(values(bag.forward(images)), together, 1e-5);
            Weights.toChannelsLast(bag);
            assertClose(values(bag.forward(images.contiguous(MemoryFormat.ChannelsLast))), together, 1e-5);
        }
    }

    @Test
    void theOrderOfThePatchesDoesNotMatter() {
        try (Net bag = bag("")) {
            Tensor images = images(8, 2, SIZE);
            TensorVector rows = new TensorVector();
            int[] order = {4, 0, 8, 2, 7, 1, 3, 6, 5};
            for (int row = 0; row < GRID; row++) {
                TensorVector columns = new TensorVector();
                for (int column = 0; column < GRID; column++) {
                    int from = order[row * GRID + column];
                    columns.push_back(images.narrow(2, (long) from / GRID * PATCH, PATCH)
                            .narrow(3, (long) from % GRID * PATCH, PATCH));
                }
                rows.push_back(cat(columns, 3));
            }
            assertClose(values(bag.forward(cat(rows, 2))), values(bag.forward(images)), 1e-5);
        }
    }

    @Test
    void withoutAnyPatchTheBiasAnswers() {
        try (Net bag = bag("")) {
            double[] bias = values(Objects.requireNonNull(Weights.state(bag).get("fc.bias")));
            Tensor nothing = images(9, 2, SIZE).zero_();
            assertThat(values(bag.forward(nothing).narrow(0, 1, 1))).containsExactly(bias);
            bag.train(true);
            assertThat(values(bag.forward(nothing).narrow(0, 0, 1))).containsExactly(bias);
            Tensor oneEmpty = cat(new TensorVector(nothing, images(9, 2, SIZE)), 0);
            assertThat(values(bag.forward(oneEmpty).narrow(0, 1, 1))).containsExactly(bias);
        }
    }

    @Test
    void aPixelReachesOnlyItsOwnPatch() {
        try (Net bag = bag("")) {
            Tensor images = images(10, 1, SIZE);
            for (int patch = 0; patch < GRID * GRID; patch++) {
                double[] only = new double[GRID * GRID];
                only[patch] = 1;
                Tensor actions = AbstractTensor.create(only, 1, GRID * GRID).to(ScalarType.Float);
                Tensor input = masked(images, actions).detach().set_requires_grad(true);
                bag.features(input).sum().backward();
                double[] gradient = values(input.grad());
                for (int pixel = 0; pixel < gradient.length; pixel++) {
                    int row = pixel / SIZE % SIZE / PATCH;
                    int column = pixel % SIZE / PATCH;
                    if (row * GRID + column != patch) {
                        assertThat(gradient[pixel]).isZero();
                    }
                }
                assertThat(Arrays.stream(gradient).map(Math::abs).sum()).isPositive();
            }
        }
    }

    /** The reference's statistics after a batch of exactly the patches taken, in their order. */
    @Test
    void onlyPatchesTakenMoveTheBatchNormStatistics() {
        try (Net bag = bag("");
                Net onePatch = onePatch(bag)) {
            Tensor images = images(11, 4, SIZE);
            Tensor actions = masks(12, 4);
            TensorVector taken = new TensorVector();
            double[] actionValues = values(actions);
            for (int index = 0; index < actionValues.length; index++) {
                if (actionValues[index] > 0) {
                    taken.push_back(patch(images, index / (GRID * GRID), index % (GRID * GRID)));
                }
            }
            bag.train(true);
            onePatch.train(true);
            bag.forward(masked(images, actions));
            onePatch.forward(cat(taken, 0));
            Map<String, Tensor> found = Weights.state(bag);
            Weights.state(onePatch)
                    .forEach((name, tensor) ->
                            assertClose(values(Objects.requireNonNull(found.get(name), name)), values(tensor), 1e-5));
        }
    }

    @Test
    void aMaskedImagePassesGradientsToItsMask() {
        try (Net bag = bag("")) {
            bag.to(ScalarType.Double, false);
            Tensor images = images(13, 1, SIZE).to(ScalarType.Double);
            double[] base = {0.5, 1, 0, 0.7, 0, 0.2, 1, 0, 0.9};
            Tensor weights = AbstractTensor.create(base, 1, GRID * GRID).set_requires_grad(true);
            squares(bag, masked(images, weights)).backward();
            double[] gradient = values(weights.grad());
            double step = 1e-6;
            for (int patch : new int[] {0, 3, 8}) {
                double[] above = base.clone();
                above[patch] += step;
                double[] below = base.clone();
                below[patch] -= step;
                double difference = (squares(bag, masked(images, AbstractTensor.create(above, 1, GRID * GRID)))
                                        .item_double()
                                - squares(bag, masked(images, AbstractTensor.create(below, 1, GRID * GRID)))
                                        .item_double())
                        / (2 * step);
                assertThat(gradient[patch]).isCloseTo(difference, Offset.offset(1e-6));
            }
        }
    }

    private static Tensor squares(Net net, Tensor images) {
        Tensor logits = net.forward(images);
        return logits.mul(logits).sum();
    }

    @Test
    void imagesThatDoNotSuitAreRefused() {
        assertThatThrownBy(() -> NetSpec.parse("bag-resnet8").build(10, 32, 5, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("32 is not one of 5");
        assertThatThrownBy(() -> NetSpec.parse("bag-resnet8-s2").build(10, 32, 4, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("without -s2");
        try (Net bag = bag("")) {
            assertThatThrownBy(() -> bag.forward(images(1, 1, 2 * SIZE)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("27 x 27");
        }
    }
}
