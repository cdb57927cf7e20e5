package io.patchdrop.core.price;

import io.patchdrop.core.InvalidInputException;
import java.util.List;

/**
 * What to buy of many scenes under one limit: the patch of the highest expected gain per cost first, as long as it can be
 * paid. Each scene's patches are bought in its own order, so that what is bought of it is the beginning of its list.
 *
 * <p>If all costs are the same and no scene's gains rise along its list, nothing that can be paid gains more. With other
 * costs, if no scene's gain per cost rises along its list, nothing that can be paid gains more by more than the highest gain
 * of one patch. Both hold where costs do not depend on one another.
 *
 * @param bought of each scene, in the order of purchase
 * @param left of each scene, what was not bought
 * @param spent sum of the costs, at most the limit
 */
public record Allocation(List<List<Candidate>> bought, List<List<Candidate>> left, double spent) {
    public Allocation {
        bought = bought.stream().map(List::copyOf).toList();
        left = left.stream().map(List::copyOf).toList();
    }

    /**
     * A patch that may be bought.
     *
     * @param scene index of its scene
     * @param patch its number there
     * @param gain what it is expected to bring, such as a probability of a right answer; finite. One of 0 or less is not
     *     bought, nor is what comes after it in its scene
     */
    public record Candidate(int scene, int patch, double gain) {
        /** @throws IllegalArgumentException if the gain is not finite */
        public Candidate {
            if (!Double.isFinite(gain)) {
                throw new IllegalArgumentException("the gain of patch " + patch + " of scene " + scene + " is " + gain);
            }
        }
    }

    /** What candidates cost, in bytes, money or whatever the limit is of. */
    @FunctionalInterface
    public interface Costs {
        /**
         * What a candidate adds to the cost of all that was bought so far; finite and at least 0. Its value may change by
         * purchases only.
         */
        double marginal(Candidate candidate);

        /**
         * Notes that a candidate is bought.
         *
         * @return the scenes whose next candidate may have become cheaper by that, because it shares something with this one;
         *     costs that have risen need not be named
         */
        default List<Integer> buy(Candidate candidate) {
            return List.of();
        }
    }

    /**
     * Allocates. Of candidates that gain equally much per cost the one of the higher gain is bought first, then that of the
     * lower scene; one that costs nothing comes before all that cost something. What cannot be paid is passed over, and
     * cheaper candidates of other scenes may still be bought.
     *
     * @param scenes the candidates of each scene, in the order in which it buys
     * @param limit what the costs may add up to, at least 0; may be infinite
     * @throws InvalidInputException if the limit is negative or no number
     * @throws IllegalArgumentException if a candidate is in the list of another scene, or a cost is negative or not finite
     */
    public static Allocation greedy(List<List<Candidate>> scenes, double limit, Costs costs) {
        if (!(limit >= 0)) {
            throw new InvalidInputException("The limit is " + limit, "give a number of at least 0");
        }
        return new GreedyAllocation(scenes, limit, costs).run();
    }
}
