package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.pytorch.global.torch.cat;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.patches.Views;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nets that encode each patch alone: what they see, what they answer, and that neither batch nor order changes it. */
class PatchLocalNetTest extends NativeTest {
    private static final int GRID = 3;
    private static final int PATCHES = GRID * GRID;
    private static final int PATCH = 8;
    private static final int SIZE = GRID * PATCH;
    private static final int LOOK = 6;
    private static final int CLASSES = 5;

    /** In evaluation mode, with statistics of a trained net. */
    private static PatchLocalNet net(String spec, int patch) {
        PatchLocalNet net = (PatchLocalNet) NetSpec.parse(spec).build(CLASSES, GRID * patch, LOOK, GRID, 1);
        disturbNormalisation(net, 2);
        net.eval();
        return net;
    }

    private static Views views(int seed, int count, int patch) {
        return new Views(images(seed, count, GRID * patch), images(seed + 100, count, LOOK));
    }

    private static Tensor masks(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] actions = new float[count * PATCHES];
        for (int i = 0; i < actions.length; i++) {
            actions[i] = random.nextInt(2);
        }
        return AbstractTensor.create(actions, count, PATCHES);
    }

    private static Views one(Views views, int image) {
        return new Views(views.images().narrow(0, image, 1), views.look().narrow(0, image, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refine-resnet12-w8", "refine-resnet16-w8-s2", "attention-resnet8-w8"})
    void anyMixOfMasksGivesWhatEachImageAloneGives(String spec) {
        int patch = spec.endsWith("s2") ? 2 * PATCH : PATCH;
        try (PatchLocalNet net = net(spec, patch)) {
            Views views = views(3, 6, patch);
            Tensor actions = masks(4, 6);
            actions.narrow(0, 0, 1).zero_();
            actions.narrow(0, 1, 1).fill_(new Scalar(1));
            double[] together = values(net.classify(views, actions));
            TensorVector alone = new TensorVector();
            for (int image = 0; image < 6; image++) {
                alone.push_back(net.classify(one(views, image), actions.narrow(0, image, 1)));
            }
            assertClose(values(cat(alone, 0)), together, 1e-5);
            net.freeze();
            assertClose(values(net.classify(views, actions)), together, 1e-5);
            Weights.toChannelsLast(net);
            Views laidOut = new Views(views.images().contiguous(MemoryFormat.ChannelsLast), views.look());
            assertClose(values(net.classify(laidOut, actions)), together, 1e-5);
            assertThat(Arrays.stream(together).distinct().count())
                    .as("the case is not trivial")
                    .isEqualTo(6L * CLASSES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refine-resnet12-w8", "attention-resnet8-w8"})
    void whatIsBoughtStepByStepIsWhatIsBoughtAtOnce(String spec) {
        try (PatchLocalNet net = net(spec, PATCH)) {
            Views views = views(5, 4, PATCH);
            Net.Seen seen = net.seen(views);
            Tensor actions = AbstractTensor.create(new float[4 * PATCHES], 4, PATCHES);
            for (int step = 0; step < 4; step++) {
                actions = actions.maximum(masks(step, 4).mul(masks(step + 50, 4)));
                assertClose(values(seen.logits(actions)), values(net.classify(views, actions)), 1e-5);
            }
            Tensor first = masks(60, 4);
            Tensor second = masks(61, 4);
            double[] both = values(seen.logits(cat(new TensorVector(first, second), 0)));
            assertClose(
                    both,
                    values(cat(new TensorVector(net.classify(views, first), net.classify(views, second)), 0)),
                    1e-5);
        }
    }

    /** With a single patch there is no edge to see over. */
    @ParameterizedTest
    @ValueSource(strings = {"refine-resnet12-w8", "attention-resnet8-w8"})
    void joinedPatchesAreTheSameNetWithoutEdges(String spec) {
        try (PatchLocalNet whole = (PatchLocalNet) NetSpec.parse(spec).build(CLASSES, PATCH, 2, 1, 1);
                PatchLocalNet parted = net(spec, PATCH)) {
            disturbNormalisation(whole, 3);
            whole.eval();
            Views views = new Views(images(15, 3, PATCH), images(16, 3, 2));
            assertClose(values(whole.classifyJoined(views)), values(whole.classify(views)), 1e-5);
            Views many = views(17, 2, PATCH);
            assertThat(values(parted.classifyJoined(many)))
                    .hasSize(2 * CLASSES)
                    .isNotEqualTo(values(parted.classify(many)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refine-resnet12-w8", "attention-resnet8-w8"})
    void nothingIsSeenOfPatchesThatAreNotTaken(String spec) {
        try (PatchLocalNet net = net(spec, PATCH)) {
            Views views = views(7, 1, PATCH);
            Tensor actions = masks(8, 1);
            double[] taken = values(actions);
            Tensor pixels = views.images().detach().set_requires_grad(true);
            net.classify(new Views(pixels, views.look()), actions).sum().backward();
            double[] gradient = values(pixels.grad());
            double[] reached = new double[PATCHES];
            for (int pixel = 0; pixel < gradient.length; pixel++) {
                int row = pixel / SIZE % SIZE / PATCH;
                int column = pixel % SIZE / PATCH;
                reached[row * GRID + column] += Math.abs(gradient[pixel]);
            }
            for (int patch = 0; patch < PATCHES; patch++) {
                assertThat(reached[patch] > 0).as("patch " + patch).isEqualTo(taken[patch] > 0);
            }
        }
    }

    /** From the features of each patch encoded alone: cells by loops, then the late layers as plain loops. */
    @ParameterizedTest
    @ValueSource(ints = {PATCH, 2 * PATCH})
    void aRefinedCellIsEncodingMarkAndHalfOfTheLook(int patch) {
        try (PatchLocalNet net = net("refine-resnet12-w8", patch)) {
            Map<String, Tensor> state = Weights.state(net);
            disturbNormalisation(net, 17);
            new FloatPointer(state(state, "taken").data_ptr()).put(new float[] {0.3f, -0.2f, 0.5f, 0.1f});
            Views views = views(9, 1, patch);
            double[] mask = values(masks(10, 1));
            int cells = patch / 2;
            int width = net.lookWidth();
            assertThat(net.patchFeatures()).isEqualTo(width * cells * cells);
            int lookSide = LOOK / GRID;
            double[] look = values(net.lookFeatures(views.look()));
            int size = GRID * cells;
            double[] map = new double[width * size * size];
            for (int index = 0; index < PATCHES; index++) {
                double[] encoded = encoded(net, views, index, patch);
                for (int at = 0; at < width * cells * cells; at++) {
                    int channel = at / (cells * cells);
                    int row = at % (cells * cells) / cells;
                    int column = at % cells;
                    int lookPixel = row * lookSide / cells * lookSide + column * lookSide / cells;
                    double seen = look[(index * width + channel) * lookSide * lookSide + lookPixel];
                    double cell = mask[index] > 0 ? encoded[at] + seen / 2 : seen;
                    int y = index / GRID * cells + row;
                    int x = index % GRID * cells + column;
                    map[(channel * size + y) * size + x] = cell;
                }
            }
            double[] logits = new PlainResNet(net).late(map, width, size);
            Tensor actions = AbstractTensor.create(floats(mask), 1, PATCHES);
            assertClose(values(net.classify(views, actions)), logits, 1e-4);
        }
    }

    @Test
    void attentionIsASoftmaxOverWhatIsTakenAndTheLook() {
        try (PatchLocalNet net = net("attention-resnet8-w8", PATCH)) {
            Map<String, Tensor> state = Weights.state(net);
            Views views = views(11, 1, PATCH);
            double[] mask = values(masks(12, 1));
            int length = net.patchFeatures();
            double[] look = values(net.lookFeatures(views.look()));
            double[] mean = new double[net.lookWidth()];
            int pixels = net.lookSide() * net.lookSide();
            for (int i = 0; i < look.length; i++) {
                mean[i / pixels % mean.length] += look[i] / PATCHES / pixels;
            }
            double total = 0;
            double[] pooled = new double[length];
            for (int member = 0; member <= PATCHES; member++) {
                if (member < PATCHES && mask[member] == 0) {
                    continue;
                }
                double[] features = member < PATCHES
                        ? encoded(net, views, member, PATCH)
                        : times(values(state(state, "from_look.weight")), mean);
                double[] value = times(values(state(state, "attention_v.weight")), features);
                double[] gate = times(values(state(state, "attention_u.weight")), features);
                double[] weight = values(state(state, "attention_w.weight"));
                double score = 0;
                for (int k = 0; k < weight.length; k++) {
                    score += weight[k] * Math.tanh(value[k]) / (1 + Math.exp(-gate[k]));
                }
                total += Math.exp(score);
                for (int i = 0; i < length; i++) {
                    pooled[i] += Math.exp(score) * features[i];
                }
            }
            double sum = total;
            double[] logits = times(
                    values(state(state, "fc.weight")),
                    Arrays.stream(pooled).map(v -> v / sum).toArray());
            double[] bias = values(state(state, "fc.bias"));
            for (int k = 0; k < CLASSES; k++) {
                logits[k] += bias[k];
            }
            Tensor actions = AbstractTensor.create(floats(mask), 1, PATCHES);
            assertClose(values(net.classify(views, actions)), logits, 1e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refine-resnet12-w8", "attention-resnet8-w8"})
    void everyParameterLearnsAndNoPatchAtAllIsFine(String spec) {
        try (PatchLocalNet net = net(spec, PATCH)) {
            net.train(true);
            Views views = views(13, 3, PATCH);
            net.classify(views, masks(14, 3)).square().sum().backward();
            Weights.parameters(net).forEach((name, parameter) -> assertThat(
                            parameter.grad().abs().sum().item_double())
                    .as(name)
                    .isPositive());
            Tensor nothing = AbstractTensor.create(new float[3 * PATCHES], 3, PATCHES);
            assertThat(values(net.classify(views, nothing))).doesNotContain(Double.NaN);
        }
    }

    @Test
    void imagesThatDoNotSuitAreRefused() {
        NetSpec spec = NetSpec.parse("refine-resnet12-s2");
        assertThatThrownBy(() -> spec.build(10, 12, 4, 4, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("patches of 3 pixels")
                .hasMessageContaining("without -s2");
        assertThatThrownBy(() -> spec.build(10, 32, 4, 5, 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> spec.build(10, 32, 6, 4, 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> spec.build(10, 32, 12, 4, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("3 x 3 pixels of the look")
                .hasMessageContaining("an LR size that divides");
    }

    /** Features of one patch, cut out by its pixels and encoded alone. */
    private static double[] encoded(PatchLocalNet net, Views views, int index, int patch) {
        Tensor pixels = views.images()
                .narrow(2, (long) index / GRID * patch, patch)
                .narrow(3, (long) index % GRID * patch, patch);
        return values(net.encode(pixels, net.lookFeatures(views.look()).select(1, index)));
    }

    private static Tensor state(Map<String, Tensor> state, String name) {
        return Objects.requireNonNull(state.get(name), name);
    }

    private static double[] times(double[] matrix, double[] vector) {
        double[] product = new double[matrix.length / vector.length];
        for (int i = 0; i < matrix.length; i++) {
            product[i / vector.length] += matrix[i] * vector[i % vector.length];
        }
        return product;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
