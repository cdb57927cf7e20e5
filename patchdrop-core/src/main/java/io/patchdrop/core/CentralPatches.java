package io.patchdrop.core;

import java.util.random.RandomGenerator;

/**
 * Control: the most central patches, floor(mean) or one more, so that the expected S is exactly the mean. It does not look
 * at the image.
 */
public final class CentralPatches implements Policy {
    private final OrderedPatches patches;

    /**
     * @param grid the patches of an image
     * @param mean expected number of patches, from 0 to P
     * @throws InvalidInputException if the mean is out of that range
     */
    public CentralPatches(PatchGrid grid, double mean) {
        this.patches = new OrderedPatches(grid.centralOrder(), mean);
    }

    /** @throws IllegalArgumentException if the probabilities are not those of the grid's patches */
    @Override
    public PatchMask choose(float[] probabilities, RandomGenerator random) {
        return patches.choose(probabilities, random);
    }

    @Override
    public String toString() {
        return "CentralPatches" + patches;
    }
}
