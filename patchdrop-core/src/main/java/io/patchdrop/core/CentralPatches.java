package io.patchdrop.core;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Control: the most central patches, floor(mean) or one more, so that the expected S is exactly the mean. It does not look
 * at the image.
 */
public final class CentralPatches implements Policy {
    private final double mean;
    private final int[] order;

    /**
     * @param grid the patches of an image
     * @param mean expected number of patches, from 0 to P
     * @throws InvalidInputException if the mean is out of that range
     */
    public CentralPatches(PatchGrid grid, double mean) {
        if (PolicyChecks.mean(mean) > grid.patches()) {
            throw new InvalidInputException(
                    "A mean of " + mean + " patches was asked of an image that has " + grid.patches(),
                    "give a number from 0 to " + grid.patches());
        }
        this.mean = mean;
        this.order = grid.centralOrder();
    }

    /** @throws IllegalArgumentException if the probabilities are not those of the grid's patches */
    @Override
    public PatchMask choose(float[] probabilities, RandomGenerator random) {
        if (probabilities.length != order.length) {
            throw new IllegalArgumentException(
                    probabilities.length + " probabilities for a grid of " + order.length + " patches");
        }
        int count = PolicyChecks.drawCount(mean, order.length, random);
        return PatchMask.ofIndices(order.length, Arrays.copyOf(order, count));
    }

    @Override
    public String toString() {
        return "CentralPatches[mean=" + mean + ", patches=" + order.length + "]";
    }
}
