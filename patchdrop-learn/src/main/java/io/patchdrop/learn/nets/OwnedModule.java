package io.patchdrop.learn.nets;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A network of any kind that owns its native memory until {@link #close}, whichever scopes were open when it was built,
 * and that can be frozen.
 */
public abstract class OwnedModule extends Module {
    private final List<Pointer> parts = new ArrayList<>();
    private final List<ConvNorm> convNorms = new ArrayList<>();
    private boolean frozen;

    OwnedModule() {
        retainReference();
    }

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
}
