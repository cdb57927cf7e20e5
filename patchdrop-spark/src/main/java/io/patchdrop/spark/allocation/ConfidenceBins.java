package io.patchdrop.spark.allocation;

import java.util.Arrays;

/** Confidences in bins, narrow where answers are nearly sure. */
public final class ConfidenceBins {
    private static final double[] EDGES = {
        0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97,
        0.98, 0.99, 0.995, 0.998
    };

    /** How many there are. */
    public static final int COUNT = EDGES.length + 1;

    private ConfidenceBins() {}

    /** The bin of a confidence, from 0. */
    public static int of(double confidence) {
        int place = Arrays.binarySearch(EDGES, confidence);
        return place >= 0 ? place + 1 : -place - 1;
    }

    /** The confidence that a bin stands for. */
    public static double middle(int bin) {
        double low = bin == 0 ? 0 : EDGES[bin - 1];
        double high = bin == EDGES.length ? 1 : EDGES[bin];
        return (low + high) / 2;
    }
}
