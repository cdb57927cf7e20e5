package io.patchdrop.core;

import java.util.random.RandomGenerator;

/** What the policies check and draw alike. */
final class PolicyChecks {
    private PolicyChecks() {}

    /** Returns the probability of a patch, or fails if a network that diverged gave something else. */
    static float probability(float[] probabilities, int patch) {
        float probability = probabilities[patch];
        if (!(probability >= 0 && probability <= 1)) {
            throw new InvalidInputException(
                    "The policy gave patch " + patch + " the probability " + probability + ", not one from 0 to 1",
                    "its training has diverged: lower its learning rate");
        }
        return probability;
    }

    /** Returns a setting that must lie in [0, 1]. */
    static double fraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new InvalidInputException(name + " is " + value, "give a number from 0 to 1");
        }
        return value;
    }

    /** Returns a mean number of patches that is at least 0 and finite. */
    static double mean(double mean) {
        if (!(mean >= 0 && mean < Integer.MAX_VALUE)) {
            throw new InvalidInputException(
                    "The mean number of patches is " + mean, "give a number from 0 to the number of patches");
        }
        return mean;
    }

    /** Returns a mean number of patches from 0 to P. */
    static double mean(double mean, int patches) {
        if (mean(mean) > patches) {
            throw new InvalidInputException(
                    "A mean of " + mean + " patches was asked of an image that has " + patches,
                    "give a number from 0 to " + patches);
        }
        return mean;
    }

    /** Fails unless there is one probability a patch. */
    static void sameGrid(float[] probabilities, int patches) {
        if (probabilities.length != patches) {
            throw new IllegalArgumentException(
                    probabilities.length + " probabilities for a grid of " + patches + " patches");
        }
    }

    /** Draws floor(mean) or floor(mean) + 1 so that the expectation is exactly {@code mean}. */
    static int drawCount(double mean, int patches, RandomGenerator random) {
        int whole = (int) mean(mean, patches);
        double fraction = mean - whole;
        return fraction > 0 && random.nextDouble() < fraction ? whole + 1 : whole;
    }
}
