package io.patchdrop.spark.allocation;

/**
 * What tells images apart when money is handed out.
 *
 * @param step how many steps were bought
 * @param bin of the confidence
 * @param unit what a patch of it costs, in quarters of a power of two: {@link #unit(double)}
 */
public record Cell(int step, int bin, int unit) {
    /** The unit of patches that cost nothing. */
    public static final int FREE = Integer.MIN_VALUE;

    /** The unit of a price of one patch. */
    public static int unit(double price) {
        return price > 0 ? (int) Math.round(4 * Math.log(price) / Math.log(2)) : FREE;
    }

    /** About what a patch costs. */
    double price() {
        return unit == FREE ? 0 : Math.pow(2, unit / 4.0);
    }
}
