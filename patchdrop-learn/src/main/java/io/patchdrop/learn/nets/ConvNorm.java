package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.conv2d;

import io.patchdrop.learn.onnx.OnnxGraph;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A convolution without bias and the batch normalisation behind it, registered side by side in a parent module as
 * torchvision does. Not a module itself, so that it adds no level to the names.
 *
 * <p>Folded, both are one convolution with a bias. In eval mode the normalisation is y = gamma (z - mean) / sqrt(var + eps)
 * + beta with constants per channel, and z is linear in the weight w, so w' = w gamma / sqrt(var + eps) and b' = beta -
 * mean gamma / sqrt(var + eps) give the same (Jacob et al., CVPR 2018, section 3.2). The folded tensors are not registered:
 * the state of the net stays as it was.
 */
final class ConvNorm {
    private static final long[] NO_DILATION = {1, 1};
    private static final long ONE_GROUP = 1;
    private static final int ROWS = 2;
    private static final int COLUMNS = 3;

    /**
     * oneDNN's backward pass of a strided 1x1 convolution writes behind its workspace where the input has fewer channels
     * than this, the block of AVX-512 (oneDNN issue 6035): the heap is corrupt afterwards.
     */
    private static final long CHANNEL_BLOCK = 16;

    private final Conv2dImpl convolution;
    private final BatchNorm2dImpl norm;
    private final long step;
    private final long[] stride;
    private final long[] padding;
    private @Nullable Folded folded;

    private record Folded(Tensor weight, TensorOptional bias) {}

    /**
     * @param net owner of the native memory
     * @param parent where both are registered
     * @param names of the convolution and the normalisation in the parent
     * @param kernel its side; the padding is half of what it reaches beyond a pixel, so that an odd one keeps the size at
     *     stride 1, and one of 2 needs none at stride 2
     */
    ConvNorm(OwnedModule net, Module parent, Names names, long inputs, long outputs, long kernel, long stride) {
        // A 1x1 kernel sees every stride-th pixel alone, so those can be picked out in front of it.
        this.step = kernel == 1 && inputs < CHANNEL_BLOCK ? stride : 1;
        long left = stride / step;
        this.convolution = net.add(parent, names.convolution(), convolution(inputs, outputs, kernel, left, false));
        this.norm = net.add(parent, names.norm(), new BatchNorm2dImpl(new BatchNormOptions(outputs)));
        this.stride = new long[] {left, left};
        this.padding = new long[] {(kernel - 1) / 2, (kernel - 1) / 2};
        net.add(this);
    }

    /** Names of the two parts in their parent. */
    record Names(String convolution, String norm) {
        /** {@code conv1} and {@code bn1} for 1, and so on. */
        static Names numbered(int number) {
            return new Names("conv" + number, "bn" + number);
        }
    }

    /** A square convolution whose padding is half of what its kernel reaches beyond a pixel. */
    static Conv2dImpl convolution(long inputs, long outputs, long kernel, long stride, boolean bias) {
        Conv2dOptions options = new Conv2dOptions(inputs, outputs, new LongPointer(kernel, kernel));
        options.stride().put(new LongPointer(stride, stride));
        options.padding().put(new LongPointer((kernel - 1) / 2, (kernel - 1) / 2));
        options.bias().put(bias);
        return new Conv2dImpl(options);
    }

    /** From {@code [N, inputs, H, W]} to {@code [N, outputs, H', W']}; the result may be changed in place. */
    Tensor forward(Tensor x) {
        Tensor seen = step == 1 ? x : everyStep(everyStep(x, ROWS), COLUMNS);
        Folded constant = folded;
        if (constant == null) {
            return norm.forward(convolution.forward(seen));
        }
        return conv2d(seen, constant.weight(), constant.bias(), stride, padding, NO_DILATION, ONE_GROUP);
    }

    private Tensor everyStep(Tensor x, int dimension) {
        return x.slice(dimension, new LongOptional(), new LongOptional(), step);
    }

    /** Computes the folded tensors from the present state, in double precision. */
    void fold() {
        unfold();
        Torch.inScope(() -> Torch.withoutGradient(() -> {
            ScalarType type = convolution.weight().scalar_type();
            Exact exact = exact();
            Folded made = new Folded(
                    exact.weight().to(type), new TensorOptional(exact.bias().to(type)));
            made.weight().retainReference();
            made.bias().retainReference();
            folded = made;
        }));
    }

    /** The folded tensors in double precision. */
    private record Exact(Tensor weight, Tensor bias) {}

    private Exact exact() {
        double epsilon = norm.options().eps().get();
        Tensor variance = norm.running_var().to(ScalarType.Double);
        Tensor gamma = norm.weight().to(ScalarType.Double);
        Tensor scale = gamma.div(variance.add(new Scalar(epsilon)).sqrt());
        Tensor mean = norm.running_mean().to(ScalarType.Double);
        Tensor bias = norm.bias().to(ScalarType.Double).sub(mean.mul(scale));
        Tensor weight = convolution.weight().to(ScalarType.Double).mul(scale.view(-1, 1, 1, 1));
        return new Exact(weight, bias);
    }

    /** Writes {@link #forward} into a graph, folded; picking pixels out and striding are one there. */
    String write(OnnxGraph graph, String x) {
        return Torch.inScope(() -> Torch.withoutGradient(() -> {
            Exact exact = exact();
            int kernel = Math.toIntExact(exact.weight().size(2));
            int whole = Math.toIntExact(step * stride[0]);
            return graph.conv(
                    x,
                    GraphLayers.constant(exact.weight()),
                    GraphLayers.constant(exact.bias()),
                    kernel,
                    whole,
                    Math.toIntExact(padding[0]));
        }));
    }

    /** Frees the folded tensors; {@link #forward} uses the convolution and the normalisation again. */
    void unfold() {
        Folded old = folded;
        if (old != null) {
            folded = null;
            old.weight().releaseReference();
            old.bias().releaseReference();
        }
    }
}
