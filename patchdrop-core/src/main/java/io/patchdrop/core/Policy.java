package io.patchdrop.core;

import java.util.random.RandomGenerator;

/** A rule that chooses the patches of one image. */
@FunctionalInterface
public interface Policy {
    /**
     * Chooses the patches to take.
     *
     * @param probabilities one a patch, in [0, 1]: how likely the policy network is to take it. A control that does not
     *     look at the image uses only their number, P
     * @param random where the chance comes from; deterministic policies draw nothing
     * @return a mask of P patches
     * @throws InvalidInputException if a probability that is used is not a number in [0, 1]
     */
    PatchMask choose(float[] probabilities, RandomGenerator random);
}
