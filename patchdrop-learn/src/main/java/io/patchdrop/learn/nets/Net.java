package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.upsample_bilinear2d;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A network from images to logits: a body that makes a feature map, and a head behind it. {@link NetSpec#build} makes
 * them. A net owns its native memory until {@link #close}; scopes that were open when it was built do not free it.
 */
public abstract class Net extends Module {
    private final NetSpec spec;
    private final int outputs;
    private final int inputSize;
    private final int grid;
    private final List<Pointer> parts = new ArrayList<>();
    private final List<ConvNorm> convNorms = new ArrayList<>();
    private boolean frozen;

    Net(NetSpec spec, int outputs, int inputSize, int grid) {
        this.spec = spec;
        this.outputs = outputs;
        this.inputSize = inputSize;
        this.grid = grid;
        retainReference();
    }

    /** What the net is, in a form that builds it again. */
    public final NetSpec spec() {
        return spec;
    }

    /** Number of logits. */
    public final int outputs() {
        return outputs;
    }

    /** Height and width of the images it was built for, in pixels, before any upsampling of its own. */
    public final int inputSize() {
        return inputSize;
    }

    /** Patches a side that it was built for; 0 if it knows of none. */
    public final int grid() {
        return grid;
    }

    /**
     * Logits of images.
     *
     * @param images {@code [N, 3, H, W]}, normalised; faster in channels_last
     * @return {@code [N, outputs]}
     */
    public final Tensor forward(Tensor images) {
        return head(features(images));
    }

    /**
     * The feature map that the head sees.
     *
     * @param images {@code [N, 3, H, W]}, normalised; not changed
     * @return {@code [N, C, h, w]}, not negative
     */
    public final Tensor features(Tensor images) {
        int size = spec.upsample();
        if (size == 0 || (images.size(2) == size && images.size(3) == size)) {
            return body(images);
        }
        return body(upsample_bilinear2d(images, new long[] {size, size}, false));
    }

    abstract Tensor body(Tensor images);

    /**
     * Logits of a feature map.
     *
     * @param features what {@link #features} gave
     * @return {@code [N, outputs]}
     */
    public abstract Tensor head(Tensor features);

    /**
     * Makes the net a constant: eval mode, no gradients for its parameters (its input still gets them), and each batch
     * normalisation folded into its convolution, which saves time. The state and the values of the logits stay, up to
     * rounding. On a frozen net this renews what was folded.
     */
    public final void freeze() {
        setRequiresGradient(false);
        eval();
        convNorms.forEach(ConvNorm::fold);
        frozen = true;
    }

    /** Undoes {@link #freeze}: train mode, gradients for every parameter. */
    public final void unfreeze() {
        convNorms.forEach(ConvNorm::unfold);
        frozen = false;
        setRequiresGradient(true);
        train(true);
    }

    /** Whether {@link #freeze} is in force. */
    public final boolean isFrozen() {
        return frozen;
    }

    /**
     * Switches batch normalisation between the batch's own statistics and the running ones.
     *
     * @throws IllegalStateException if a frozen net is to train
     */
    @Override
    public void train(boolean on) {
        if (on && frozen) {
            throw new IllegalStateException("a frozen net cannot train; unfreeze it first");
        }
        super.train(on);
    }

    @Override
    public void to(Device device, ScalarType type, boolean nonBlocking) {
        super.to(device, type, nonBlocking);
        stateChanged();
    }

    @Override
    public void to(ScalarType type, boolean nonBlocking) {
        super.to(type, nonBlocking);
        stateChanged();
    }

    @Override
    public void to(Device device, boolean nonBlocking) {
        super.to(device, nonBlocking);
        stateChanged();
    }

    /** To be called after parameters or buffers were replaced, for what is derived from them. */
    final void stateChanged() {
        if (frozen) {
            freeze();
        }
    }

    /** Registers a module in a parent inside this net, and keeps it as long as the net. */
    final <M extends Module> M add(Module parent, String name, M child) {
        child.retainReference();
        parts.add(child);
        return parent.register_module(name, child);
    }

    final void add(ConvNorm convNorm) {
        convNorms.add(convNorm);
    }

    /** Frees the net; {@link #close} comes here. The tensors of its state live on where somebody holds them. */
    @Override
    public boolean releaseReference() {
        boolean freed = super.releaseReference();
        if (freed) {
            convNorms.forEach(ConvNorm::unfold);
            parts.forEach(Pointer::releaseReference);
            parts.clear();
        }
        return freed;
    }

    private void setRequiresGradient(boolean on) {
        Torch.inScope(() -> {
            TensorVector parameters = parameters();
            for (long index = 0; index < parameters.size(); index++) {
                parameters.get(index).set_requires_grad(on);
            }
        });
    }

    @Override
    public String toString() {
        return spec + " with " + outputs + " outputs";
    }
}
