package io.patchdrop.learn.report;

import java.util.List;

/**
 * A number measured once or over several seeds.
 *
 * @param mean NaN if it is missing in any run
 * @param std sample standard deviation (n - 1) over the runs; NaN for a single run
 */
record Measure(double mean, double std) {
    static final Measure MISSING = new Measure(Double.NaN, Double.NaN);

    /** @param values one a run; at least one */
    static Measure of(List<Double> values) {
        int count = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / count;
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return Double.isFinite(mean)
                ? new Measure(mean, count > 1 ? Math.sqrt(squares / (count - 1)) : Double.NaN)
                : MISSING;
    }

    boolean isMissing() {
        return !Double.isFinite(mean);
    }

    /** {@code 88.3}, or {@code 88.3 ± 0.2} over several seeds, or {@link Numbers#MISSING}. */
    String text(int decimals) {
        return Double.isFinite(std)
                ? Numbers.fixed(mean, decimals) + " ± " + Numbers.fixed(std, decimals)
                : Numbers.fixed(mean, decimals);
    }

    /** As {@link #text} with a sign, and nothing if it is missing. */
    String difference(int decimals) {
        if (isMissing()) {
            return "";
        }
        String text = text(decimals);
        return text.startsWith("-") ? text : "+" + text;
    }
}
