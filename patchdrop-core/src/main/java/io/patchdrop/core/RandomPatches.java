package io.patchdrop.core;

import java.util.random.RandomGenerator;

/**
 * Control: patches drawn uniformly without replacement, floor(mean) or one more, so that the expected S is exactly
 * {@code mean}. It does not look at the image.
 *
 * @param mean expected number of patches, from 0 to P
 */
public record RandomPatches(double mean) implements Policy {
    /** @throws InvalidInputException if the mean is negative or not finite */
    public RandomPatches {
        PolicyChecks.mean(mean);
    }

    /** @throws InvalidInputException if the mean is more than the number of patches */
    @Override
    public PatchMask choose(float[] probabilities, RandomGenerator random) {
        int patches = probabilities.length;
        int missing = PolicyChecks.drawCount(mean, patches, random);
        boolean[] taken = new boolean[patches];
        for (int patch = 0; missing > 0; patch++) {
            // Selection sampling: each of the patches left is taken with probability missing / left.
            if (random.nextInt(patches - patch) < missing) {
                taken[patch] = true;
                missing--;
            }
        }
        return PatchMask.of(taken);
    }
}
