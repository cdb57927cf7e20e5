package io.patchdrop.runtime;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Purchases;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is bought of one image, in which order, and after how many patches it is asked whether that is enough.
 *
 * @param order patches, the first to be bought first
 * @param stops rising numbers of patches, the last at most that of the order
 * @param enough confidence of an answer at which nothing more is bought
 */
@SuppressWarnings("ArrayRecordComponent") // local to a call, never compared
record PurchasePlan(int[] order, int[] stops, double enough) {
    /** No answer is as sure. */
    private static final double NEVER = Double.POSITIVE_INFINITY;

    /**
     * Follows a budget.
     *
     * @param scores {@code [P]}
     * @param value {@code [P + 1]}, if there is a value head
     * @param steps of the manifest
     */
    static PurchasePlan of(Budget budget, float[] scores, float @Nullable [] value, List<Integer> steps) {
        if (budget instanceof Budget.Confidence confidence) {
            return new PurchasePlan(
                    Purchases.byScore(scores),
                    steps.stream().mapToInt(Integer::intValue).toArray(),
                    confidence.tau());
        }
        int[] order = atOnce(budget, scores, value);
        return new PurchasePlan(order, new int[] {order.length}, NEVER);
    }

    /**
     * The patches that a budget buys at once.
     *
     * @throws InvalidInputException if the budget goes by confidence, or by price without a value head
     */
    static int[] atOnce(Budget budget, float[] scores, float @Nullable [] value) {
        budget.requireFits(scores.length);
        if (budget instanceof Budget.PatchCount patches) {
            return Arrays.copyOf(Purchases.byScore(scores), patches.count());
        }
        if (budget instanceof Budget.Price price) {
            if (value == null) {
                throw withoutValueHead();
            }
            return Purchases.worthTheirPrice(value, price);
        }
        if (budget instanceof Budget.Chosen chosen) {
            return chosen.patches().stream().mapToInt(Integer::intValue).toArray();
        }
        if (budget instanceof Budget.Confidence) {
            throw new InvalidInputException(
                    "A confidence is not decided by a look", "use classify, which buys until it is reached");
        }
        return Purchases.ofPolicy(scores);
    }

    /** Checks a budget before anything is computed for it. */
    static void check(Budget budget, int patches, boolean valueHead) {
        budget.requireFits(patches);
        if (budget instanceof Budget.Price && !valueHead) {
            throw withoutValueHead();
        }
    }

    private static InvalidInputException withoutValueHead() {
        return new InvalidInputException(
                "The model has no value head, so it cannot weigh prices", "give a number of patches or a confidence");
    }
}
