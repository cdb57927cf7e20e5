package io.patchdrop.core;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Stochastic of the paper: each patch is kept on its own, with a probability that falls with its distance from the centre.
 * It does not look at the image.
 *
 * <p>The paper does not give the fall. Here it is a straight line from the centre to the image's corners, where it reaches
 * 0: patch k, at distance d_k, has the weight w_k = 1 - d_k / d_corner and the probability p_k = min(1, c w_k), with the one
 * c for which the probabilities add up to the mean.
 */
public final class StochasticPatches implements Policy {
    private final double mean;
    private final double[] probabilities;

    /**
     * @param grid the patches of an image
     * @param mean expected number of patches, from 0 to P
     * @throws InvalidInputException if the mean is out of that range
     */
    public StochasticPatches(PatchGrid grid, double mean) {
        this.mean = PolicyChecks.mean(mean, grid.patches());
        double corner = Math.hypot(grid.rows(), grid.columns()) / 2;
        this.probabilities = scaled(
                IntStream.range(0, grid.patches())
                        .mapToDouble(patch -> 1 - grid.distanceFromCentre(patch) / corner)
                        .toArray(),
                mean);
    }

    /** How likely each patch is to be kept, {@code [P]}; the sum is the mean. */
    public double[] probabilities() {
        return probabilities.clone();
    }

    /** @throws IllegalArgumentException if the probabilities given are not those of the grid's patches */
    @Override
    public PatchMask choose(float[] unused, RandomGenerator random) {
        PolicyChecks.sameGrid(unused, probabilities.length);
        boolean[] taken = new boolean[probabilities.length];
        for (int patch = 0; patch < taken.length; patch++) {
            taken[patch] = random.nextDouble() < probabilities[patch];
        }
        return PatchMask.of(taken);
    }

    /** Weights times a common factor, at most 1 each, so that they add up to the sum. */
    private static double[] scaled(double[] weights, double sum) {
        boolean[] full = new boolean[weights.length];
        while (true) {
            double left = sum;
            double weightLeft = 0;
            for (int patch = 0; patch < weights.length; patch++) {
                left -= full[patch] ? 1 : 0;
                weightLeft += full[patch] ? 0 : weights[patch];
            }
            // What patches at 1 cannot take goes to the others, which may fill some of those up in turn.
            boolean more = false;
            for (int patch = 0; patch < weights.length; patch++) {
                if (!full[patch] && weights[patch] * left > weightLeft) {
                    full[patch] = true;
                    more = true;
                }
            }
            if (!more) {
                double factor = weightLeft > 0 ? left / weightLeft : 0;
                return IntStream.range(0, weights.length)
                        .mapToDouble(patch -> full[patch] ? 1 : Math.min(1, factor * weights[patch]))
                        .toArray();
            }
        }
    }

    @Override
    public String toString() {
        return "StochasticPatches[mean=" + mean + ", probabilities=" + Arrays.toString(probabilities) + "]";
    }
}
