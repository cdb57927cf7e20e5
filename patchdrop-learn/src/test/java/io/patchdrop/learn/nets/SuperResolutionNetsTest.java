package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuperResolutionNetsTest extends NativeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void anUntrainedGeneratorIsBilinearUpsampling(int factor) {
        int size = 5;
        try (Generator generator = Generator.build(4, 1, factor, 1)) {
            Tensor look = images(2, 2, size);
            double[] pixels = values(look);
            double[] made = values(generator.forward(look));
            int large = size * factor;
            double[] expected = new double[2 * 3 * large * large];
            for (int index = 0; index < expected.length; index++) {
                int plane = index / (large * large);
                double y = ((index / large) % large + 0.5) / factor - 0.5;
                double x = (index % large + 0.5) / factor - 0.5;
                expected[index] = bilinear(pixels, plane, size, y, x);
            }
            assertClose(made, expected, 1e-5);
        }
    }

    private static double bilinear(double[] pixels, int plane, int size, double y, double x) {
        double row = Math.max(0, y);
        double column = Math.max(0, x);
        int top = (int) row;
        int left = (int) column;
        double below = row - top;
        double right = column - left;
        return (1 - below) * (1 - right) * pixel(pixels, plane, size, top, left)
                + (1 - below) * right * pixel(pixels, plane, size, top, left + 1)
                + below * (1 - right) * pixel(pixels, plane, size, top + 1, left)
                + below * right * pixel(pixels, plane, size, top + 1, left + 1);
    }

    private static double pixel(double[] pixels, int plane, int size, int row, int column) {
        return pixels[(plane * size + Math.min(row, size - 1)) * size + Math.min(column, size - 1)];
    }

    /** What the last convolution finds in an LR pixel lands in that pixel's own square of the image, channel by channel. */
    @Test
    void detailLandsWhereItBelongs() {
        int factor = 2;
        try (Generator generator = Generator.build(3, 0, factor, 3)) {
            generator.eval();
            Tensor look = images(4, 1, 4);
            double[] plain = values(generator.forward(look));
            Tensor last = Objects.requireNonNull(Weights.state(generator).get("conv3.weight"));
            // Output 1 x 4 + 0 x 2 + 1: green, upper right of each square.
            float[] weights = new float[(int) last.numel()];
            int inputs = (int) last.size(1);
            weights[5 * inputs * 9 + 4] = 1;
            new FloatPointer(last.data_ptr()).put(weights);
            double[] changed = values(generator.forward(look));
            int moved = 0;
            for (int index = 0; index < plain.length; index++) {
                boolean own = index / 64 == 1 && (index / 8) % 2 == 0 && index % 2 == 1;
                if (own) {
                    moved += changed[index] != plain[index] ? 1 : 0;
                } else {
                    assertThat(changed[index]).as("%d", index).isEqualTo(plain[index]);
                }
            }
            assertThat(moved).isEqualTo(16);
        }
    }

    @Test
    void theGeneratorsGradientsAreThoseOfFiniteDifferences() {
        try (Generator generator = Generator.build(4, 1, 2, 5)) {
            generator.to(ScalarType.Double, false);
            SplittableRandom random = new SplittableRandom(6);
            Tensor last = Objects.requireNonNull(Weights.state(generator).get("conv3.weight"));
            for (int index = 0; index < last.numel(); index++) {
                new DoublePointer(last.data_ptr()).put(index, random.nextGaussian());
            }
            Tensor look = images(7, 2, 6).to(ScalarType.Double);
            assertGradients(generator, () -> {
                Tensor made = generator.forward(look);
                return made.mul(made).sum();
            });
        }
    }

    @Test
    void theDiscriminatorsGradientsAreThoseOfFiniteDifferences() {
        try (Discriminator discriminator = Discriminator.build(2, 8)) {
            discriminator.to(ScalarType.Double, false);
            Tensor shown = images(9, 4, 32).to(ScalarType.Double);
            Tensor signs = images(10, 1, 2).to(ScalarType.Double).flatten().narrow(0, 0, 4);
            assertGradients(
                    discriminator, () -> discriminator.forward(shown).mul(signs).sum());
        }
    }

    private static void assertGradients(OwnedModule net, Supplier<Tensor> loss) {
        loss.get().backward();
        SplittableRandom random = new SplittableRandom(11);
        double step = 1e-6;
        for (Map.Entry<String, Tensor> entry : Weights.parameters(net).entrySet()) {
            int index = random.nextInt((int) entry.getValue().numel());
            double gradient = values(entry.getValue().grad())[index];
            DoublePointer memory = new DoublePointer(entry.getValue().data_ptr());
            double value = memory.get(index);
            memory.put(index, value + step);
            double above = loss.get().item_double();
            memory.put(index, value - step);
            double below = loss.get().item_double();
            memory.put(index, value);
            double difference = (above - below) / (2 * step);
            assertThat(Math.abs(gradient - difference))
                    .as("%s[%d]: %s against %s", entry.getKey(), index, gradient, difference)
                    .isLessThan(1e-5 * Math.max(1, Math.abs(difference)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 100, 256})
    void imagesOfAnySizeAreJudgedEachOnItsOwn(int size) {
        try (Discriminator discriminator = Discriminator.build(4, 12)) {
            discriminator.eval();
            Tensor shown = images(13, 3, size).contiguous(MemoryFormat.ChannelsLast);
            double[] together = values(discriminator.forward(shown));
            assertThat(together).hasSize(3);
            double[] alone = values(discriminator.forward(shown.narrow(0, 1, 1)));
            assertClose(alone, new double[] {together[1]}, 1e-5);
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        try (Generator one = Generator.build(4, 1, 2, 14);
                Generator same = Generator.build(4, 1, 2, 14);
                Generator other = Generator.build(4, 1, 2, 15)) {
            double[] first = values(Objects.requireNonNull(Weights.state(one).get("blocks.0.conv1.weight")));
            assertThat(values(Objects.requireNonNull(Weights.state(same).get("blocks.0.conv1.weight"))))
                    .isEqualTo(first);
            assertThat(values(Objects.requireNonNull(Weights.state(other).get("blocks.0.conv1.weight"))))
                    .isNotEqualTo(first);
        }
    }
}
