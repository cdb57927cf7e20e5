package io.patchdrop.core;

import java.util.random.RandomGenerator;

/**
 * Fixed-V of the paper: the most central columns of patches, floor(mean) patches or one more, so that the expected S is
 * exactly the mean. What is left over after whole columns is taken from the next column, its most central patches first. It
 * does not look at the image.
 */
public final class CentralColumns implements Policy {
    private final OrderedPatches patches;

    /**
     * @param grid the patches of an image
     * @param mean expected number of patches, from 0 to P
     * @throws InvalidInputException if the mean is out of that range
     */
    public CentralColumns(PatchGrid grid, double mean) {
        this.patches = new OrderedPatches(grid.centralColumnOrder(), mean);
    }

    /** @throws IllegalArgumentException if the probabilities are not those of the grid's patches */
    @Override
    public PatchMask choose(float[] probabilities, RandomGenerator random) {
        return patches.choose(probabilities, random);
    }

    @Override
    public String toString() {
        return "CentralColumns" + patches;
    }
}
