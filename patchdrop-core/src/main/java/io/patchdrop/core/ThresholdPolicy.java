package io.patchdrop.core;

import java.util.random.RandomGenerator;

/**
 * Takes every patch whose probability reaches a threshold: the policy at test time, and PatchDrop's self-critical baseline
 * at 0.5.
 *
 * @param threshold in [0, 1]; a patch of exactly this probability is taken
 */
public record ThresholdPolicy(double threshold) implements Policy {
    /** @throws InvalidInputException if the threshold is not in [0, 1] */
    public ThresholdPolicy {
        PolicyChecks.fraction("The threshold of the policy", threshold);
    }

    @Override
    public PatchMask choose(float[] probabilities, RandomGenerator random) {
        boolean[] taken = new boolean[probabilities.length];
        for (int patch = 0; patch < taken.length; patch++) {
            taken[patch] = PolicyChecks.probability(probabilities, patch) >= threshold;
        }
        return PatchMask.of(taken);
    }
}
