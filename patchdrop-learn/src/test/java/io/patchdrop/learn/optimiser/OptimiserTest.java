package io.patchdrop.learn.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.learn.tensor.TensorTest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimiserTest extends TensorTest {
    private static final int STEPS = 20;
    private static final int SIZE = 6;

    @ParameterizedTest
    @CsvSource({"0,0", "0.9,0", "0,0.01", "0.9,0.01"})
    void sgdIsNesterovsMomentum(double momentum, double weightDecay) {
        Tensor parameter = parameter(91);
        double[] w = values(parameter);
        double[] velocity = new double[SIZE];
        Sgd sgd = new Sgd(Map.of("w", parameter), momentum, weightDecay);
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = backward(parameter, step);
            double rate = 0.1 / (1 + step);
            sgd.step(rate);
            for (int i = 0; i < SIZE; i++) {
                double g = gradient[i] + weightDecay * w[i];
                velocity[i] = momentum * velocity[i] + g;
                w[i] -= rate * (g + momentum * velocity[i]);
            }
            assertThat(values(parameter)).containsExactly(w, within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01})
    void adamIsThatOfKingmaAndBa(double weightDecay) {
        Tensor parameter = parameter(92);
        double[] w = values(parameter);
        double[] mean = new double[SIZE];
        double[] square = new double[SIZE];
        Adam adam = new Adam(Map.of("w", parameter), weightDecay);
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = backward(parameter, step);
            double rate = 0.01 / (1 + step);
            adam.step(rate);
            for (int i = 0; i < SIZE; i++) {
                double g = gradient[i] + weightDecay * w[i];
                mean[i] = 0.9 * mean[i] + 0.1 * g;
                square[i] = 0.999 * square[i] + 0.001 * g * g;
                double meanHat = mean[i] / (1 - Math.pow(0.9, step + 1));
                double squareHat = square[i] / (1 - Math.pow(0.999, step + 1));
                w[i] -= rate * meanHat / (Math.sqrt(squareHat) + 1e-8);
            }
            assertThat(values(parameter)).containsExactly(w, within(1e-6));
        }
    }

    @Test
    void sgdContinuesFromItsStateBitForBit() {
        continuesFromItsState(parameters -> new Sgd(parameters, 0.9, 1e-3));
    }

    @Test
    void adamContinuesFromItsStateBitForBit() {
        continuesFromItsState(parameters -> new Adam(parameters, 1e-3));
    }

    private void continuesFromItsState(Function<Map<String, Tensor>, Optimiser> maker) {
        Tensor original = parameter(93);
        Optimiser first = maker.apply(Map.of("w", original));
        for (int step = 0; step < 7; step++) {
            var unused = backward(original, step);
            first.step(0.05);
        }
        Tensor restored = original.detach().clone().set_requires_grad(true);
        Optimiser second = maker.apply(Map.of("w", restored));
        assertThat(second.state().keySet()).isEqualTo(first.state().keySet());
        try (AutoGradMode noGradient = new AutoGradMode(false)) {
            second.state().forEach((name, tensor) -> tensor.copy_(first.state().get(name)));
        }
        for (int step = 7; step < STEPS; step++) {
            var unused = backward(original, step);
            var unusedToo = backward(restored, step);
            first.step(0.05);
            second.step(0.05);
            assertThat(values(restored)).containsExactly(values(original));
        }
    }

    @Test
    void sgdLeavesWhatHasNoGradientAndClearsGradients() {
        leavesAndClears(parameters -> new Sgd(parameters, 0.9, 0.1));
    }

    @Test
    void adamLeavesWhatHasNoGradientAndClearsGradients() {
        leavesAndClears(parameters -> new Adam(parameters, 0.1));
    }

    private void leavesAndClears(Function<Map<String, Tensor>, Optimiser> maker) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("used", parameter(94));
        parameters.put("unused", parameter(95));
        Tensor used = parameters.get("used");
        double[] untouched = values(parameters.get("unused"));
        Optimiser optimiser = maker.apply(parameters);
        var gradient = backward(used, 0);
        optimiser.step(0.1);
        double[] moved = values(used);
        assertThat(used.grad().defined()).isFalse();
        assertThat(values(parameters.get("unused"))).containsExactly(untouched);
        optimiser.step(0.1);
        assertThat(values(used))
                .as("a step without gradients, %s before", gradient[0])
                .containsExactly(moved);
    }

    /** Gives the parameter a gradient drawn from the step's own seed, and returns it. */
    private static double[] backward(Tensor parameter, int step) {
        Tensor factor = normal(1000 + step, SIZE);
        parameter.mul(factor).sum().backward();
        double[] gradient = values(parameter.grad());
        assertThat(gradient).as("what is left of earlier steps").containsExactly(values(factor));
        return gradient;
    }

    private static Tensor parameter(long seed) {
        return normal(seed, SIZE).set_requires_grad(true);
    }
}
