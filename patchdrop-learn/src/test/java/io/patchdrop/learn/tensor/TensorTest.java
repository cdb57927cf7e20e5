package io.patchdrop.learn.tensor;

import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;

/** What tests with tensors share: a native memory scope around each test, and tensors from and to Java arrays. */
public abstract class TensorTest {
    static {
        // Everything is tiny here; a second thread would wait for its core longer than it computes.
        set_num_threads(1);
    }

    private final PointerScope scope = new PointerScope();

    @AfterEach
    final void freeNativeMemory() {
        scope.close();
    }

    /** Normal numbers, in row-major order. */
    protected static Tensor normal(long seed, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(product(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return AbstractTensor.create(values, shape);
    }

    /** Numbers in [low, high), in row-major order. */
    protected static Tensor uniform(long seed, double low, double high, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(product(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(low, high);
        }
        return AbstractTensor.create(values, shape);
    }

    /** The same values in the memory order of images. */
    protected static Tensor channelsLast(Tensor tensor) {
        return tensor.contiguous(MemoryFormat.ChannelsLast);
    }

    /** The elements in row-major order. */
    public static double[] values(Tensor tensor) {
        Tensor plain = tensor.detach().to(ScalarType.Double).contiguous();
        double[] values = new double[Math.toIntExact(plain.numel())];
        new DoublePointer(plain.data_ptr()).get(values);
        return values;
    }

    private static long product(long... shape) {
        long product = 1;
        for (long size : shape) {
            product *= size;
        }
        return product;
    }
}
