package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.optimiser.Sgd;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedFiltersTest extends NativeTest {
    private static final NetSpec SPEC = NetSpec.parse("cifar-resnet8-w4");

    /** A weight that both nets hold moves in both: the loss then changes as the summed gradient says. */
    @Test
    void theSummedGradientIsThatOfOneCommonWeight() {
        try (Net first = SPEC.build(3, 8, 0, 1);
                Net second = SPEC.build(3, 8, 0, 2)) {
            first.to(ScalarType.Double, false);
            second.to(ScalarType.Double, false);
            SharedFilters shared = new SharedFilters(first, second, 0.5);
            Tensor one = images(3, 2, 8).to(ScalarType.Double);
            Tensor other = images(4, 2, 8).to(ScalarType.Double);
            loss(first, second, one, other).backward();
            shared.sumGradients();
            for (String name : new String[] {"conv1.weight", "layer2.0.conv1.weight", "layer3.0.downsample.0.weight"}) {
                Tensor weight = weight(first, name);
                int index = 1;
                double gradient = values(weight.grad())[index];
                assertThat(values(weight(second, name).grad())[index]).isEqualTo(gradient);
                DoublePointer here = new DoublePointer(weight.data_ptr());
                DoublePointer there = new DoublePointer(weight(second, name).data_ptr());
                double value = here.get(index);
                assertThat(there.get(index)).isEqualTo(value);
                double step = 1e-6;
                here.put(index, value + step);
                there.put(index, value + step);
                double above = loss(first, second, one, other).item_double();
                here.put(index, value - step);
                there.put(index, value - step);
                double below = loss(first, second, one, other).item_double();
                here.put(index, value);
                there.put(index, value);
                double difference = (above - below) / (2 * step);
                assertThat(Math.abs(gradient - difference))
                        .as("%s: %s against %s", name, gradient, difference)
                        .isLessThan(1e-5 * Math.max(1, Math.abs(difference)));
            }
        }
    }

    private static Tensor loss(Net first, Net second, Tensor one, Tensor other) {
        Tensor a = first.forward(one);
        Tensor b = second.forward(other);
        return a.mul(a).sum().add(b.mul(b).sum());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.75, 1})
    void trainingKeepsTheSharedFiltersEqualAndLetsTheOthersPart(double share) {
        try (Net first = SPEC.build(3, 8, 0, 5);
                Net second = SPEC.build(3, 8, 0, 6)) {
            Weights.toChannelsLast(first);
            Weights.toChannelsLast(second);
            SharedFilters shared = new SharedFilters(first, second, share);
            Sgd firstOptimiser = new Sgd(Weights.parameters(first), 0.9, 5e-4);
            Sgd secondOptimiser = new Sgd(Weights.parameters(second), 0.9, 5e-4);
            double[] before = values(weight(first, "layer1.0.conv2.weight"));
            for (int step = 0; step < 3; step++) {
                Tensor one = images(7 + step, 4, 8).contiguous(MemoryFormat.ChannelsLast);
                Tensor other = images(20 + step, 4, 8).contiguous(MemoryFormat.ChannelsLast);
                loss(first, second, one, other).backward();
                shared.sumGradients();
                firstOptimiser.step(1e-3);
                secondOptimiser.step(1e-3);
            }
            Map<String, Tensor> others = Weights.parameters(second);
            assertThat(values(weight(first, "layer1.0.conv2.weight"))).isNotEqualTo(before);
            Weights.parameters(first).forEach((name, tensor) -> {
                double[] here = values(tensor);
                double[] there = values(Objects.requireNonNull(others.get(name)));
                int common = tensor.dim() == 4
                        ? (int) (Math.round(share * tensor.size(0)) * (here.length / tensor.size(0)))
                        : 0;
                assertThat(Arrays.copyOf(there, common)).as(name).isEqualTo(Arrays.copyOf(here, common));
                if (common < here.length) {
                    assertThat(Arrays.copyOfRange(there, common, here.length))
                            .as(name)
                            .isNotEqualTo(Arrays.copyOfRange(here, common, here.length));
                }
            });
        }
    }

    @Test
    void netsOfOtherLayersAreRefused() {
        try (Net first = SPEC.build(3, 8, 0, 1);
                Net wider = NetSpec.parse("cifar-resnet8-w8").build(3, 8, 0, 1);
                Net deeper = NetSpec.parse("cifar-resnet14-w4").build(3, 8, 0, 1)) {
            assertThatThrownBy(() -> new SharedFilters(first, wider, 0.5))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("conv1.weight");
            assertThatThrownBy(() -> new SharedFilters(deeper, first, 0.5)).isInstanceOf(InvalidInputException.class);
        }
    }

    private static Tensor weight(Net net, String name) {
        return Objects.requireNonNull(Weights.state(net).get(name));
    }
}
