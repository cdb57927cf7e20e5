package io.patchdrop.core;

import java.util.random.RandomGenerator;

/**
 * Takes each patch on its own by chance, with the probability p' = alpha p + (1 - alpha)(1 - p) that keeps some exploration
 * while the policy is trained (Uzkent and Ermon, CVPR 2020).
 *
 * @param alpha in [0, 1]; 1 samples the policy itself, 0.5 tosses a fair coin, below 0.5 prefers what the policy does not
 */
public record SamplingPolicy(double alpha) implements Policy {
    /** @throws InvalidInputException if alpha is not in [0, 1] */
    public SamplingPolicy {
        PolicyChecks.fraction("The exploration alpha", alpha);
    }

    /** The probability p' with which a patch of policy probability {@code p} is taken. */
    public double explored(double p) {
        return alpha * p + (1 - alpha) * (1 - p);
    }

    @Override
    public PatchMask choose(float[] probabilities, RandomGenerator random) {
        boolean[] taken = new boolean[probabilities.length];
        for (int patch = 0; patch < taken.length; patch++) {
            // One draw a patch whatever its probability, so that the stream does not depend on the network.
            taken[patch] = random.nextDouble() < explored(PolicyChecks.probability(probabilities, patch));
        }
        return PatchMask.of(taken);
    }
}
