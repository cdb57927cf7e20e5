package io.patchdrop.learn.optimiser;

import static org.bytedeco.pytorch.global.torch.zeros;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Adam (Kingma and Ba, 2015) with the usual constants 0.9, 0.999 and 1e-8, and an L2 penalty. */
public final class Adam implements Optimiser {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final List<Trained> trained = new ArrayList<>();
    private final Tensor steps;
    private final double weightDecay;

    private record Trained(String name, Tensor parameter, Tensor mean, Tensor square) {}

    /**
     * Starts with moments zero.
     *
     * @param parameters what is trained, by name; the caller keeps them alive
     * @param weightDecay L2 penalty, added to the gradient
     */
    public Adam(Map<String, Tensor> parameters, double weightDecay) {
        this.weightDecay = weightDecay;
        this.steps = zeros(1);
        parameters.forEach((name, parameter) ->
                trained.add(new Trained(name, parameter, zeros_like(parameter), zeros_like(parameter))));
    }

    @Override
    public void step(double learningRate) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode mode = new AutoGradMode(false)) {
            double count = steps.add_(new Scalar(1)).item_double();
            double meanCorrection = 1 - Math.pow(BETA1, count);
            double squareCorrection = 1 - Math.pow(BETA2, count);
            Scalar decay = new Scalar(weightDecay);
            Scalar keepMean = new Scalar(BETA1);
            Scalar newMean = new Scalar(1 - BETA1);
            Scalar keepSquare = new Scalar(BETA2);
            Scalar newSquare = new Scalar(1 - BETA2);
            Scalar spread = new Scalar(1 / Math.sqrt(squareCorrection));
            Scalar epsilon = new Scalar(EPSILON);
            Scalar rate = new Scalar(-learningRate / meanCorrection);
            for (Trained part : trained) {
                Tensor gradient = part.parameter().grad();
                if (gradient.defined()) {
                    gradient.add_(part.parameter(), decay);
                    part.mean().mul_(keepMean).add_(gradient, newMean);
                    part.square().mul_(keepSquare).addcmul_(gradient, gradient, newSquare);
                    Tensor divisor = part.square().sqrt().mul_(spread).add_(epsilon);
                    part.parameter().addcdiv_(part.mean(), divisor, rate);
                    part.parameter().mutable_grad().reset();
                }
            }
        }
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("steps", steps);
        trained.forEach(part -> {
            state.put(part.name() + ".mean", part.mean());
            state.put(part.name() + ".square", part.square());
        });
        return state;
    }
}
