package io.patchdrop.spark.allocation;

import java.util.List;

/**
 * What buying further is worth. An image is at a step and has a confidence; buying the next step moves the confidence, and one may
 * go on or stop after it. At a rate of lambda (right answers that a patch must bring) buying on is worth
 *
 * <pre>
 * V(s, b) = max(0, sum over b' of T(s, b, b') (c(b') - c(b) + V(s + 1, b')) - lambda (n(s + 1) - n(s)))
 * </pre>
 *
 * where c is the confidence of a bin, T the {@link Movements} and n the patches at each step. The {@linkplain #index index} of a
 * state is the highest lambda at which buying on is worth anything: the most right answers a patch that it can be expected to
 * bring, stopping at the best time (John Gittins' index of a project that may be stopped). Confidences stand for the probability
 * of a right answer: the fusion of a bundle is fitted so that they do.
 */
public final class Worth {
    /** Lambdas that are tried, from 2 right answers a patch down. */
    private static final int RATES = 120;

    private static final double HIGHEST = 2;
    private static final double LOWEST = 1e-5;

    /** {@code [rates]}, rising; the first is 0. */
    private final double[] rates = new double[RATES + 1];
    /** {@code [steps + 1, bins, rates]}: V. */
    private final double[][][] worth;
    /** The same of the patches that will be bought, on average. */
    private final double[][][] patches;
    /** {@code [steps, bins]}. */
    private final double[][] index;

    /**
     * @param movements as seen so far
     * @param steps rising numbers of patches, the first 0: one more than the movements have steps
     */
    public Worth(Movements movements, List<Integer> steps) {
        if (steps.size() != movements.steps() + 1) {
            throw new IllegalArgumentException(movements.steps() + " movements for the steps " + steps);
        }
        for (int rate = 1; rate <= RATES; rate++) {
            rates[rate] = LOWEST * Math.pow(HIGHEST / LOWEST, (rate - 1.0) / (RATES - 1));
        }
        int bins = ConfidenceBins.COUNT;
        this.worth = new double[steps.size()][bins][rates.length];
        this.patches = new double[steps.size()][bins][rates.length];
        this.index = new double[movements.steps()][bins];
        double[][][] probabilities = movements.probabilities();
        for (int step = movements.steps() - 1; step >= 0; step--) {
            for (int bin = 0; bin < bins; bin++) {
                fill(step, bin, steps.get(step + 1) - steps.get(step), probabilities[step][bin]);
            }
        }
    }

    private void fill(int step, int bin, int more, double[] moves) {
        for (int rate = 0; rate < rates.length; rate++) {
            double value = -rates[rate] * more;
            double bought = more;
            for (int after = 0; after < moves.length; after++) {
                double gain = ConfidenceBins.middle(after) - ConfidenceBins.middle(bin);
                value += moves[after] * (gain + worth[step + 1][after][rate]);
                bought += moves[after] * patches[step + 1][after][rate];
            }
            if (value > 0) {
                worth[step][bin][rate] = value;
                patches[step][bin][rate] = bought;
                index[step][bin] = rates[rate];
            }
        }
    }

    /** Right answers a patch that buying on can be expected to bring; 0 if it brings none. */
    public double index(int step, int bin) {
        return step < index.length ? index[step][bin] : 0;
    }

    /** Right answers that buying on can be expected to bring if patches cost nothing. */
    public double gain(int step, int bin) {
        return worth[step][bin][0];
    }

    /** Patches that will be bought, on average, by whoever buys as long as a patch brings so many right answers. */
    double patches(int step, int bin, double lambda) {
        int rate = 0;
        while (rate < RATES && rates[rate] < lambda) {
            rate++;
        }
        return rates[rate] < lambda ? 0 : patches[step][bin][rate];
    }
}
