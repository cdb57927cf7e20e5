package io.patchdrop.spark;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import java.io.Serializable;

/**
 * A budget that travels to the executors.
 *
 * @param kind the rule
 * @param value its number; 0 where it has none
 */
record BudgetRule(Kind kind, double value) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Which rule. */
    enum Kind {
        /** {@link Budget.ByPolicy}. */
        POLICY,
        /** {@link Budget.PatchCount}. */
        PATCHES,
        /** {@link Budget.Confidence}. */
        CONFIDENCE,
        /** {@link Budget.Price} with one price for all patches, 1: the value is lambda. */
        PRICE
    }

    /**
     * The rule of a budget.
     *
     * @throws InvalidInputException if it names patches, or has other prices than 1
     */
    static BudgetRule of(Budget budget) {
        if (budget instanceof Budget.PatchCount patches) {
            return new BudgetRule(Kind.PATCHES, patches.count());
        }
        if (budget instanceof Budget.Confidence confidence) {
            return new BudgetRule(Kind.CONFIDENCE, confidence.tau());
        }
        if (budget instanceof Budget.Price price
                && price.prices().stream().allMatch(each -> each == 1)
                && price.prices().size() == 1) {
            return new BudgetRule(Kind.PRICE, price.lambda());
        }
        if (budget instanceof Budget.ByPolicy) {
            return new BudgetRule(Kind.POLICY, 0);
        }
        throw new InvalidInputException(
                "The budget " + budget + " is not for many images",
                "give a number of patches, a confidence, or a price of 1 for each patch");
    }

    /** The budget. */
    Budget budget() {
        return switch (kind) {
            case POLICY -> Budget.policy();
            case PATCHES -> Budget.patches((int) value);
            case CONFIDENCE -> Budget.confidence(value);
            case PRICE -> Budget.price(value, 1);
        };
    }
}
