package io.patchdrop.core;

import java.util.random.RandomGenerator;

/**
 * Takes the n patches of the highest probabilities; among equal ones, the lower numbers.
 *
 * @param n patches to take, at least 0
 */
public record TopPatches(int n) implements Policy {
    /** @throws InvalidInputException if {@code n} is negative */
    public TopPatches {
        if (n < 0) {
            throw new InvalidInputException("The policy cannot take " + n + " patches", "give a number of at least 0");
        }
    }

    /** @throws InvalidInputException also if there are fewer than {@code n} patches */
    @Override
    public PatchMask choose(float[] probabilities, RandomGenerator random) {
        int patches = probabilities.length;
        if (n > patches) {
            throw new InvalidInputException(
                    "The policy cannot take " + n + " patches of an image that has " + patches,
                    "give a number from 0 to " + patches);
        }
        boolean[] taken = new boolean[patches];
        for (int patch = 0; patch < patches; patch++) {
            taken[patch] = rank(probabilities, patch) < n;
        }
        return PatchMask.of(taken);
    }

    /** How many patches go before this one. P is small, so that counting beats sorting. */
    private static int rank(float[] probabilities, int patch) {
        float own = PolicyChecks.probability(probabilities, patch);
        int rank = 0;
        for (int other = 0; other < probabilities.length; other++) {
            if (probabilities[other] > own || (probabilities[other] == own && other < patch)) {
                rank++;
            }
        }
        return rank;
    }
}
