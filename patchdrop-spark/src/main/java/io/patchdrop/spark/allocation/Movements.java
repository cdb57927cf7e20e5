package io.patchdrop.spark.allocation;

/**
 * How confidences move from one step to the next: counts of images, by step, bin before and bin after. Where few images were
 * seen, those at neighbouring steps and confidences speak too; where none were, that a step makes one image in four sure and
 * leaves the others as they are.
 */
public final class Movements {
    /** Images that the neighbours' word stands against the counts of a bin itself. */
    private static final double WEIGHT_OF_NEIGHBOURS = 4;

    /** Images that the assumption stands against the neighbours. */
    private static final double WEIGHT_OF_ASSUMPTION = 2;

    private static final double ASSUMED_TO_BECOME_SURE = 0.25;
    private static final int SURE = ConfidenceBins.of(0.97);

    /** Over so many bins and steps a neighbour's word fades to 1/e or so. */
    private static final double BINS = 1;

    private static final double STEPS = 0.7;

    private final double[][][] counts;

    /** @param steps from one number of patches to the next, at least 0 */
    public Movements(int steps) {
        this.counts = new double[steps][ConfidenceBins.COUNT][ConfidenceBins.COUNT];
    }

    /** Adds images that went from one bin to another at a step. */
    public void add(int step, int before, int after, long images) {
        counts[step][before][after] += images;
    }

    /** How many steps there are. */
    public int steps() {
        return counts.length;
    }

    /** The probability of each bin after a step: {@code [steps, bins, bins]}, each row with the sum 1. */
    double[][][] probabilities() {
        int bins = ConfidenceBins.COUNT;
        double[][][] probabilities = new double[counts.length][bins][];
        for (int step = 0; step < counts.length; step++) {
            for (int before = 0; before < bins; before++) {
                double[] row = scaled(neighbours(step, before), WEIGHT_OF_NEIGHBOURS);
                for (int after = 0; after < bins; after++) {
                    row[after] += counts[step][before][after];
                }
                probabilities[step][before] = scaled(row, 1);
            }
        }
        return probabilities;
    }

    /** The assumption, and what was seen at all steps and bins, each by how near it is. */
    private double[] neighbours(int step, int before) {
        double[] row = new double[ConfidenceBins.COUNT];
        row[before] += WEIGHT_OF_ASSUMPTION * (1 - ASSUMED_TO_BECOME_SURE);
        row[Math.max(before, SURE)] += WEIGHT_OF_ASSUMPTION * ASSUMED_TO_BECOME_SURE;
        for (int otherStep = 0; otherStep < counts.length; otherStep++) {
            for (int other = 0; other < row.length; other++) {
                double bins = (other - before) / BINS;
                double near = Math.exp(-bins * bins / 2 - Math.abs(otherStep - step) / STEPS);
                for (int after = 0; after < row.length; after++) {
                    row[after] += near * counts[otherStep][other][after];
                }
            }
        }
        return row;
    }

    private static double[] scaled(double[] row, double sum) {
        double now = 0;
        for (double value : row) {
            now += value;
        }
        double[] scaled = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            scaled[i] = row[i] * sum / now;
        }
        return scaled;
    }
}
