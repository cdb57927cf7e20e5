package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class GlimpseNetTest extends NativeTest {
    @Test
    void everyImageStartsAtZeroAndTheFirstGradientReachesTheLastLayer() {
        try (Net net = NetSpec.parse("glimpse-resnet8-w4").build(6, 16, 4, 1)) {
            Tensor numbers = net.forward(images(2, 3, 16));
            assertThat(numbers.shape()).containsExactly(3, 6);
            assertThat(values(numbers)).containsOnly(0.0);
            numbers.sum().backward();
            Tensor weight = Objects.requireNonNull(Weights.state(net).get("fc.weight"));
            assertThat(weight.shape()).containsExactly(6, 16 * 16);
            assertThat(Arrays.stream(values(weight.grad())).map(Math::abs).sum())
                    .isPositive();
        }
    }

    /** A fixed map over the grid, with a weight of one for one channel in one cell: the output is its share of the mean. */
    @Test
    void eachCellHasItsOwnMap() {
        try (Net net = NetSpec.parse("glimpse-resnet8-w4").build(2, 16, 4, 1)) {
            net.eval();
            Tensor images = images(3, 1, 16);
            Tensor features = net.features(images);
            assertThat(features.shape()).containsExactly(1, 16, 4, 4);
            Tensor weight = Objects.requireNonNull(Weights.state(net).get("fc.weight"));
            double[] values = values(features);
            int lively = IntStream.range(0, values.length)
                    .reduce((a, b) -> values[a] > values[b] ? a : b)
                    .orElseThrow();
            Torch.withoutGradient(() -> {
                weight.select(0, 1).narrow(0, lively, 1).fill_(new Scalar(1.0));
            });
            double expected = values[lively] / 16;
            assertClose(values(net.forward(images)), new double[] {0, expected}, 1e-6);
        }
    }
}
