package io.patchdrop.imagery.tiff;

import io.patchdrop.core.InvalidInputException;

/**
 * A range of values that becomes 0 to 255; what is below is 0, what is above 255.
 *
 * @param black the value that becomes 0
 * @param white the value that becomes 255, above the other
 */
public record Rescale(double black, double white) {
    /** @throws InvalidInputException if this is no range */
    public Rescale {
        if (!Double.isFinite(black) || !Double.isFinite(white) || black >= white) {
            throw new InvalidInputException(
                    "Values from " + black + " to " + white + " are given", "give two numbers, the smaller one first");
        }
    }

    /** Where a value lies in the range, 0 to 1; one that is not a number is 0. */
    double fraction(double value) {
        double fraction = (value - black) / (white - black);
        return fraction > 0 ? Math.min(1, fraction) : 0;
    }
}
