package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardTest extends NativeTest {
    @ParameterizedTest
    @ValueSource(strings = {"cifar-resnet8-w4", "cifar-resnet14-w4-s2", "cifar-resnet8-w4-u16", "grid-resnet8-w4"})
    void logitsAreThoseOfPlainLoops(String name) {
        NetSpec spec = NetSpec.parse(name);
        try (Net net = spec.build(spec.family() == NetSpec.Family.GRID_RESNET ? 4 : 5, 12, 2, 3)) {
            disturbNormalisation(net, 4);
            net.eval();
            Tensor images = images(5, 2, 12);
            double[] expected = new PlainResNet(net).logits(values(images), 2, 12);
            assertClose(values(net.forward(images)), expected, 1e-4);
            Weights.toChannelsLast(net);
            assertClose(values(net.forward(images.contiguous(MemoryFormat.ChannelsLast))), expected, 1e-4);
            net.freeze();
            assertClose(values(net.forward(images)), expected, 1e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cifar-resnet32, 32",
        "resnet18, 64",
        "resnet50, 64",
        "grid-resnet14-w8, 24",
        "cifar-resnet8-u64, 8",
        "bag-resnet8, 32"
    })
    void freezingChangesNeitherLogitsNorState(String name, int size) {
        try (Net net = NetSpec.parse(name).build(16, size, 4, 7)) {
            disturbNormalisation(net, 8);
            net.eval();
            Tensor images = images(9, 3, size);
            double[] expected = values(net.forward(images));
            Map<String, double[]> before = copy(net);

            net.freeze();
            assertThat(net.isFrozen()).isTrue();
            assertClose(values(net.forward(images)), expected, 1e-5);
            assertThat(net.forward(images).requires_grad()).isFalse();
            Map<String, double[]> after = copy(net);
            assertThat(after.keySet()).isEqualTo(before.keySet());
            after.forEach((key, values) -> assertThat(values).as(key).isEqualTo(before.get(key)));
            assertThatThrownBy(() -> net.train(true)).isInstanceOf(IllegalStateException.class);

            net.unfreeze();
            assertThat(net.is_training()).isTrue();
            assertThat(net.forward(images).requires_grad()).isTrue();
        }
    }

    @Test
    void aFrozenNetPassesGradientsToItsInputAndFollowsItsType() {
        try (Net net = NetSpec.parse("cifar-resnet8-w4").build(3, 8, 0, 1)) {
            disturbNormalisation(net, 2);
            net.freeze();
            net.to(ScalarType.Double, false);
            Tensor images = images(3, 1, 8).to(ScalarType.Double).set_requires_grad(true);
            net.forward(images).sum().backward();
            double[] gradient = values(images.grad());
            double[] base = values(images);
            double step = 1e-6;
            for (int index : new int[] {0, 77, 191}) {
                double difference =
                        (frozenSum(net, base, index, step) - frozenSum(net, base, index, -step)) / (2 * step);
                assertThat(gradient[index]).isCloseTo(difference, Offset.offset(1e-6));
            }
        }
    }

    private static double frozenSum(Net net, double[] base, int index, double step) {
        double[] moved = base.clone();
        moved[index] += step;
        return net.forward(AbstractTensor.create(moved, 1, 3, 8, 8)).sum().item_double();
    }

    /** Central differences in double precision, batch statistics included. */
    @ParameterizedTest
    @ValueSource(strings = {"cifar-resnet8-w4", "resnet10", "grid-resnet8-w4", "bag-resnet8-w4", "glimpse-resnet8-w4"})
    void gradientsAreThoseOfFiniteDifferences(String name) {
        int size = name.equals("resnet10") ? 32 : name.startsWith("bag") ? 16 : 8;
        try (Net net = NetSpec.parse(name).build(4, size, 2, 11)) {
            net.to(ScalarType.Double, false);
            Tensor images = images(12, 3, size).to(ScalarType.Double);
            squares(net, images).backward();
            SplittableRandom random = new SplittableRandom(13);
            double step = 1e-6;
            for (Map.Entry<String, Tensor> entry : Weights.state(net).entrySet()) {
                Tensor parameter = entry.getValue();
                if (!parameter.requires_grad() || random.nextInt(3) > 0) {
                    continue;
                }
                int index = random.nextInt((int) parameter.numel());
                double gradient = values(parameter.grad())[index];
                DoublePointer memory = new DoublePointer(parameter.data_ptr());
                double value = memory.get(index);
                memory.put(index, value + step);
                double above = squares(net, images).item_double();
                memory.put(index, value - step);
                double below = squares(net, images).item_double();
                memory.put(index, value);
                double difference = (above - below) / (2 * step);
                assertThat(Math.abs(gradient - difference))
                        .as("%s[%d]: %s against %s", entry.getKey(), index, gradient, difference)
                        .isLessThan(1e-5 * Math.max(1, Math.abs(difference)));
            }
        }
    }

    private static Tensor squares(Net net, Tensor images) {
        Tensor logits = net.forward(images);
        return logits.mul(logits).sum();
    }

    @Test
    void onlyTrainModeMovesRunningStatistics() {
        try (Net net = NetSpec.parse("cifar-resnet8-w4").build(3, 8, 0, 1)) {
            Map<String, double[]> fresh = copy(net);
            Tensor images = images(2, 4, 8);
            net.eval();
            assertThat(net.is_training()).isFalse();
            double[] alone = values(net.forward(images.narrow(0, 0, 1)));
            double[] together = values(net.forward(images).narrow(0, 0, 1));
            assertClose(alone, together, 1e-6);
            copy(net).forEach((key, values) -> assertThat(values).as(key).isEqualTo(fresh.get(key)));

            net.train(true);
            net.forward(images);
            Map<String, double[]> trained = copy(net);
            assertThat(trained.get("layer3.0.bn2.num_batches_tracked")).containsExactly(1);
            trained.forEach((key, values) -> {
                if (key.contains("running_")) {
                    assertThat(values).as(key).isNotEqualTo(fresh.get(key));
                }
            });
        }
    }

    @Test
    void forwardLeavesTheImagesAsTheyWere() {
        try (Net net = NetSpec.parse("grid-resnet8-w4").build(4, 8, 2, 1)) {
            Tensor images = images(3, 2, 8);
            double[] before = values(images);
            net.forward(images);
            net.freeze();
            net.forward(images);
            assertThat(values(images)).isEqualTo(before);
        }
    }

    private static Map<String, double[]> copy(Net net) {
        Map<String, double[]> copy = new HashMap<>();
        Weights.state(net).forEach((name, tensor) -> copy.put(name, values(tensor)));
        return copy;
    }
}
