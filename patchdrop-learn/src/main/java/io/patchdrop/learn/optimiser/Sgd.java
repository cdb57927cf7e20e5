package io.patchdrop.learn.optimiser;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Stochastic gradient descent with Nesterov momentum, as in PyTorch: g = gradient + weightDecay w; v = momentum v + g; w
 * = w - learningRate (g + momentum v).
 */
public final class Sgd implements Optimiser {
    private final List<Trained> trained = new ArrayList<>();
    private final double momentum;
    private final double weightDecay;

    private record Trained(String name, Tensor parameter, Tensor velocity) {}

    /**
     * Starts with velocity zero.
     *
     * @param parameters what is trained, by name; the caller keeps them alive
     * @param momentum in [0, 1)
     * @param weightDecay L2 penalty
     */
    public Sgd(Map<String, Tensor> parameters, double momentum, double weightDecay) {
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        parameters.forEach((name, parameter) -> trained.add(new Trained(name, parameter, zeros_like(parameter))));
    }

    @Override
    public void step(double learningRate) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode mode = new AutoGradMode(false)) {
            Scalar decay = new Scalar(weightDecay);
            Scalar keep = new Scalar(momentum);
            Scalar rate = new Scalar(-learningRate);
            Scalar ahead = new Scalar(-learningRate * momentum);
            for (Trained part : trained) {
                Tensor parameter = part.parameter();
                Tensor gradient = parameter.grad();
                if (gradient.defined()) {
                    gradient.add_(parameter, decay);
                    part.velocity().mul_(keep).add_(gradient);
                    parameter.add_(gradient, rate).add_(part.velocity(), ahead);
                    parameter.mutable_grad().reset();
                }
            }
        }
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        trained.forEach(part -> state.put(part.name() + ".velocity", part.velocity()));
        return state;
    }
}
