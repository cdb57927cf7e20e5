package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.randn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InitialisationTest extends NativeTest {
    @Test
    void theSeedAloneDecides() {
        Map<String, double[]> first = drawn("cifar-resnet8", 5);
        manual_seed(99);
        randn(7, 7);
        drawn("resnet10", 1);
        drawn("cifar-resnet8", 5)
                .forEach((name, values) -> assertThat(values).as(name).isEqualTo(first.get(name)));
        assertThat(drawn("cifar-resnet8", 6).get("conv1.weight")).isNotEqualTo(first.get("conv1.weight"));
        assertThat(drawn("cifar-resnet8", 6).get("fc.bias")).isNotEqualTo(first.get("fc.bias"));
    }

    @Test
    void buildingLeavesTheGeneratorOfLibtorchAlone() {
        manual_seed(3);
        double[] expected = values(randn(8));
        manual_seed(3);
        drawn("cifar-resnet8", 1);
        assertThat(values(randn(8))).isEqualTo(expected);
    }

    @Test
    void weightsFollowTheDistributionsThatAreDocumented() {
        Map<String, double[]> state = drawn("resnet18", 2);
        double[] convolution = state.getOrDefault("layer3.0.conv2.weight", new double[0]);
        double variance = 2.0 / (256 * 9);
        // 589,824 draws: both bounds lie over 6 standard errors away.
        assertThat(convolution).hasSize(256 * 256 * 9);
        assertThat(Arrays.stream(convolution).average().orElseThrow()).isCloseTo(0, within(2.5e-4));
        assertThat(Arrays.stream(convolution).map(w -> w * w).average().orElseThrow() / variance)
                .isCloseTo(1, within(0.012));
        double bound = 1 / Math.sqrt(512);
        double[] head = state.getOrDefault("fc.weight", new double[0]);
        assertThat(Arrays.stream(head).map(Math::abs).max().orElseThrow()).isBetween(0.999 * bound, bound * 1.000001);
        assertThat(Arrays.stream(head).map(w -> w * w).average().orElseThrow() / (bound * bound / 3))
                .isCloseTo(1, within(0.05));
        assertThat(state.get("fc.bias")).hasSize(10);
        assertThat(Arrays.stream(state.getOrDefault("bn1.weight", new double[0]))
                        .distinct())
                .containsExactly(1.0);
        assertThat(Arrays.stream(state.getOrDefault("bn1.bias", new double[0])).distinct())
                .containsExactly(0.0);
    }

    private static Map<String, double[]> drawn(String name, long seed) {
        try (Net net = NetSpec.parse(name).build(10, 32, 0, seed)) {
            Map<String, double[]> values = new HashMap<>();
            Weights.state(net).forEach((key, tensor) -> values.put(key, values(tensor)));
            return values;
        }
    }
}
