package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.getDefaultCPUGenerator;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.Tensor;

/**
 * First weights, drawn in Java from one generator a net, parameter after parameter in the order of the state: the same
 * seed gives the same weights on every machine and with every version of libtorch.
 *
 * <ul>
 *   <li>Convolutions followed by a normalisation: normal, mean 0, variance 2 / (outputs x kernel height x kernel width)
 *       (He et al., ICCV 2015, eq. 14: "fan out"), as torchvision does.
 *   <li>The last layer {@code fc}, weight and bias: uniform within 1 / sqrt(fan in) either way, libtorch's rule.
 *   <li>Batch normalisation: gamma 1, beta 0, mean 0, variance 1, as libtorch makes it.
 * </ul>
 */
final class Initialisation {
    private Initialisation() {}

    /** Draws every parameter of a fresh net on the CPU. */
    static void draw(OwnedModule net, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Torch.inScope(() -> Torch.withoutGradient(() -> {
            var state = Weights.state(net);
            Tensor head = state.get("fc.weight");
            state.forEach((name, tensor) -> {
                if (head != null && name.startsWith("fc.")) {
                    double bound = 1 / Math.sqrt((double) head.numel() / head.size(0));
                    fill(tensor, () -> random.nextDouble(-bound, bound));
                } else if (tensor.dim() == 4) {
                    double deviation = Math.sqrt(2.0 / (tensor.size(0) * tensor.size(2) * tensor.size(3)));
                    fill(tensor, () -> deviation * random.nextGaussian());
                }
            });
        }));
    }

    /** Runs an action that may draw from libtorch's generator, and puts the generator back. */
    static <T> T keepingGenerator(Supplier<T> action) {
        Generator generator = getDefaultCPUGenerator();
        Tensor before = generator.get_state();
        try {
            return action.get();
        } finally {
            generator.set_state(before);
        }
    }

    private static void fill(Tensor tensor, DoubleSupplier draw) {
        float[] values = new float[Math.toIntExact(tensor.numel())];
        for (int index = 0; index < values.length; index++) {
            values[index] = (float) draw.getAsDouble();
        }
        new FloatPointer(tensor.data_ptr()).put(values);
    }
}
