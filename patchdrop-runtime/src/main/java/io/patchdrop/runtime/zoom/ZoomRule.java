package io.patchdrop.runtime.zoom;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.Guarantees;
import io.patchdrop.core.bundle.Manifest;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How many patches a chip may buy, as it is asked for: at most one of four numbers. Without any, the bundle decides.
 *
 * @param patches so many, those of highest score
 * @param tau the confidence at which buying ends
 * @param lambda what one unit of price must bring, in probability of a right answer
 * @param risk accuracy that may be lost against all patches, as the bundle guarantees
 */
public record ZoomRule(OptionalInt patches, OptionalDouble tau, OptionalDouble lambda, OptionalDouble risk) {
    /** The bundle decides. */
    public static final ZoomRule OF_BUNDLE =
            new ZoomRule(OptionalInt.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    /** @throws InvalidInputException if there is more than one number */
    public ZoomRule {
        long given = Stream.of(patches.isPresent(), tau.isPresent(), lambda.isPresent(), risk.isPresent())
                .filter(present -> present)
                .count();
        if (given > 1) {
            throw new InvalidInputException(
                    given + " rules for what is bought are given",
                    "give one: a number of patches, a confidence, lambda, or a risk");
        }
    }

    /**
     * The budget of each chip.
     *
     * @throws InvalidInputException if the number is out of its range, or the bundle has no guarantee for such a risk
     */
    public Budget budget(Manifest manifest) {
        Budget budget = manifest.decision().budget();
        if (patches.isPresent()) {
            budget = Budget.patches(patches.getAsInt());
        } else if (tau.isPresent()) {
            budget = Budget.confidence(tau.getAsDouble());
        } else if (lambda.isPresent()) {
            budget = Budget.price(lambda.getAsDouble(), 1);
        } else if (risk.isPresent()) {
            budget = Guarantees.forRisk(manifest, risk.getAsDouble()).budget(manifest.patches());
        }
        budget.requireFits(manifest.patches());
        return budget;
    }
}
