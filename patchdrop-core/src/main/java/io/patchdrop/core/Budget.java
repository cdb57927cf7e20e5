package io.patchdrop.core;

import java.util.Arrays;
import java.util.List;

/** How many patches may be bought, and by which rule they are chosen. */
public sealed interface Budget {
    /** Those that the policy takes. */
    static Budget policy() {
        return new ByPolicy();
    }

    /**
     * The patches of highest score.
     *
     * @param count how many, from 0 to P
     * @throws InvalidInputException if the count is negative
     */
    static Budget patches(int count) {
        return new PatchCount(count);
    }

    /**
     * Patches of falling score, step by step, until the answer is sure enough.
     *
     * @param tau confidence at which buying stops, in (0, 1]
     * @throws InvalidInputException if tau is out of that range
     */
    static Budget confidence(double tau) {
        return new Confidence(tau);
    }

    /**
     * The patches that are worth their prices to the value head.
     *
     * @param lambda what one unit of price must bring, in probability of a right answer; at least 0
     * @param prices finite and at least 0: one for all patches, or one for each
     * @throws InvalidInputException if a number is out of its range or there is no price
     */
    static Budget price(double lambda, double... prices) {
        return new Price(lambda, Arrays.stream(prices).boxed().toList());
    }

    /**
     * Patches that were chosen elsewhere.
     *
     * @param patches numbers from 0 to P - 1, each once, the first to be bought first; may be none
     * @throws InvalidInputException if one is negative or there twice
     */
    static Budget chosen(int... patches) {
        return new Chosen(Arrays.stream(patches).boxed().toList());
    }

    /**
     * Checks this budget against a grid.
     *
     * @param patches P
     * @throws InvalidInputException if it cannot be kept to there
     */
    default void requireFits(int patches) {}

    /** The patches whose score says take. */
    record ByPolicy() implements Budget {}

    /**
     * The patches of highest score.
     *
     * @param count from 0 to P
     */
    record PatchCount(int count) implements Budget {
        /** @throws InvalidInputException if the count is negative */
        public PatchCount {
            if (count < 0) {
                throw new InvalidInputException("A budget of " + count + " patches", "give a number of at least 0");
            }
        }

        @Override
        public void requireFits(int patches) {
            if (count > patches) {
                throw new InvalidInputException(
                        "A budget of " + count + " patches for images of " + patches,
                        "give a number from 0 to " + patches);
            }
        }
    }

    /**
     * Buying until the answer is sure enough.
     *
     * @param tau confidence at which buying stops, in (0, 1]
     */
    record Confidence(double tau) implements Budget {
        /** @throws InvalidInputException if tau is out of that range */
        public Confidence {
            if (!(tau > 0 && tau <= 1)) {
                throw new InvalidInputException("The confidence tau is " + tau, "give a number above 0 and at most 1");
            }
        }
    }

    /**
     * P(right) - lambda * (sum of prices) is to be as high as possible.
     *
     * @param lambda at least 0
     * @param prices one for all patches, or P of them, at least 0 each
     */
    record Price(double lambda, List<Double> prices) implements Budget {
        /** @throws InvalidInputException if a number is out of its range or there is no price */
        public Price {
            prices = List.copyOf(prices);
            requireNotNegative("lambda", lambda);
            prices.forEach(price -> requireNotNegative("the price of a patch", price));
            if (prices.isEmpty()) {
                throw new InvalidInputException("There are no prices", "give one for all patches or one for each");
            }
        }

        private static void requireNotNegative(String what, double value) {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new InvalidInputException(
                        "A budget with " + value + " as " + what, "give a finite number of at least 0");
            }
        }

        @Override
        public void requireFits(int patches) {
            if (prices.size() != 1 && prices.size() != patches) {
                throw new InvalidInputException(
                        "There are " + prices.size() + " prices for " + patches + " patches",
                        "give one price for all patches or " + patches + " prices");
            }
        }

        /** What a patch costs. */
        public double of(int patch) {
            return prices.get(prices.size() == 1 ? 0 : patch);
        }
    }

    /**
     * These patches and no others.
     *
     * @param patches the first to be bought first
     */
    record Chosen(List<Integer> patches) implements Budget {
        /** @throws InvalidInputException if a number is negative or there twice */
        public Chosen {
            patches = List.copyOf(patches);
            for (int patch : patches) {
                if (patch < 0) {
                    throw new InvalidInputException("There is no patch " + patch, "give numbers of at least 0");
                }
            }
            if (patches.stream().distinct().count() != patches.size()) {
                throw new InvalidInputException("The patches " + patches + " name one twice", "give each once");
            }
        }

        @Override
        public void requireFits(int count) {
            for (int patch : patches) {
                if (patch >= count) {
                    throw new InvalidInputException(
                            "There is no patch " + patch, "give numbers from 0 to " + (count - 1));
                }
            }
        }
    }
}
