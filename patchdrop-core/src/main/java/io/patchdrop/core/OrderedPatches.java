package io.patchdrop.core;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The first patches of a fixed order, floor(mean) or one more, so that the expected S is exactly the mean. */
final class OrderedPatches {
    private final int[] order;
    private final double mean;

    /**
     * @param order every patch once, the first to be taken first
     * @param mean expected number of patches, from 0 to P
     * @throws InvalidInputException if the mean is out of that range
     */
    OrderedPatches(int[] order, double mean) {
        this.order = order;
        this.mean = PolicyChecks.mean(mean, order.length);
    }

    /** @throws IllegalArgumentException if the probabilities are not those of the order's patches */
    PatchMask choose(float[] probabilities, RandomGenerator random) {
        PolicyChecks.sameGrid(probabilities, order.length);
        int count = PolicyChecks.drawCount(mean, order.length, random);
        return PatchMask.ofIndices(order.length, Arrays.copyOf(order, count));
    }

    /** For the policies' own texts. */
    @Override
    public String toString() {
        return "[mean=" + mean + ", patches=" + order.length + "]";
    }
}
