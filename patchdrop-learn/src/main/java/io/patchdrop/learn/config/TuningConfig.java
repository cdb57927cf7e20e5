package io.patchdrop.learn.config;

import io.patchdrop.core.InvalidInputException;
import java.util.List;

/**
 * How a comparison finds the learning rate of each part: a short training at each candidate, and the one with the best
 * validation score is taken for the whole training.
 *
 * @param factors candidates, as multiples of the configured learning rate, above 0, at least one
 * @param epochs epochs of a short training; 0 takes the configured learning rate without a search
 */
public record TuningConfig(List<Double> factors, int epochs) {
    public TuningConfig {
        factors = List.copyOf(factors);
        if (factors.isEmpty()) {
            throw new InvalidInputException("factors is empty", "give at least one, such as [1.0]");
        }
        factors.forEach(factor -> Checks.positive("factors", factor));
        Checks.atLeast("epochs", epochs, 0);
    }
}
