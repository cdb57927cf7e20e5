package io.patchdrop.learn.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as text, the same on every machine whatever its locale. */
final class Numbers {
    /** Stands for a number that was not measured. */
    static final String MISSING = "–";

    private Numbers() {}

    /** The value with a fixed number of decimals, or {@link #MISSING} if it is not finite. */
    static String fixed(double value, int decimals) {
        return Double.isFinite(value) ? rounded(value, decimals).toPlainString() : MISSING;
    }

    /** The value with at most {@code decimals} decimals and no trailing zeros: 16, 3.6. */
    static String brief(double value, int decimals) {
        return Double.isFinite(value)
                ? rounded(value, decimals).stripTrailingZeros().toPlainString()
                : MISSING;
    }

    /** The shortest decimal that gives the value back: 0.5, 1, 1.0E-5. */
    static String shortest(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e7;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    /** An integer with a comma between thousands: 1,330. */
    static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Seconds as a person says them: 42 s, 3 min 20 s, 2 h 05 min. */
    static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return MISSING;
        }
        if (seconds < 60) {
            return brief(seconds, 1) + " s";
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    private static BigDecimal rounded(double value, int decimals) {
        return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    }
}
