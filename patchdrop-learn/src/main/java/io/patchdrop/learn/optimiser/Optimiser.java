package io.patchdrop.learn.optimiser;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Moves parameters along their gradients. */
public sealed interface Optimiser permits Sgd, Adam {
    /**
     * Takes one step with the gradients at hand and clears them. Parameters without a gradient stay.
     *
     * @param learningRate step size
     */
    void step(double learningRate);

    /** All that {@link #step} remembers, by name; changing these tensors in place restores a state. */
    Map<String, Tensor> state();
}
