package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;

/** What tests of nets share: a scope around each test, and tensors from and to Java arrays. */
abstract class NativeTest {
    static {
        // Nets are tiny here; on a busy machine a second thread waits for its core many times longer than it computes.
        set_num_threads(1);
    }

    private final PointerScope scope = new PointerScope();

    @AfterEach
    final void freeNativeMemory() {
        scope.close();
    }

    /** {@code [n, 3, size, size]}, normal. */
    static Tensor images(long seed, int n, int size) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n * 3 * size * size];
        for (int index = 0; index < values.length; index++) {
            values[index] = (float) random.nextGaussian();
        }
        return AbstractTensor.create(values, n, 3, size, size);
    }

    /** The elements in row-major order. */
    static double[] values(Tensor tensor) {
        Tensor plain = tensor.detach().to(ScalarType.Double).contiguous();
        double[] values = new double[(int) plain.numel()];
        new DoublePointer(plain.data_ptr()).get(values);
        return values;
    }

    /** Gives normalisations the statistics and factors of a trained net: none at its start value. */
    static void disturbNormalisation(OwnedModule net, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (Map.Entry<String, Tensor> entry : Weights.state(net).entrySet()) {
            Tensor tensor = entry.getValue();
            if (tensor.dim() == 1 && !entry.getKey().startsWith("fc.")) {
                boolean positive =
                        entry.getKey().endsWith("running_var") || entry.getKey().endsWith(".weight");
                float[] drawn = new float[(int) tensor.numel()];
                for (int index = 0; index < drawn.length; index++) {
                    drawn[index] = (float) (positive ? random.nextDouble(0.5, 1.5) : random.nextDouble(-0.3, 0.3));
                }
                new FloatPointer(tensor.data_ptr()).put(drawn);
            }
        }
    }

    /** Asserts equality within a share of the largest absolute value expected. */
    static void assertClose(double[] found, double[] expected, double tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        double scale = 0;
        double worst = 0;
        for (int index = 0; index < expected.length; index++) {
            scale = Math.max(scale, Math.abs(expected[index]));
            worst = Math.max(worst, Math.abs(expected[index] - found[index]));
            assertThat(found[index]).isNotNaN();
        }
        assertThat(scale).as("something was computed").isPositive();
        assertThat(worst / scale).isLessThanOrEqualTo(tolerance);
    }
}
