package io.patchdrop.runtime.zoom;

import io.patchdrop.core.InvalidInputException;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a zoom may take at most, all in all: what opening and looking took counts.
 *
 * @param bytes received
 * @param price in the currency of the price list
 */
public record Limits(OptionalLong bytes, OptionalDouble price) {
    /** No limits. */
    public static final Limits NONE = new Limits(OptionalLong.empty(), OptionalDouble.empty());

    /** @throws InvalidInputException if one is negative or not a number */
    public Limits {
        if (bytes.isPresent() && bytes.getAsLong() < 0) {
            throw new InvalidInputException("The limit is " + bytes.getAsLong() + " bytes", "give at least 0");
        }
        if (price.isPresent() && !(price.getAsDouble() >= 0)) {
            throw new InvalidInputException("The limit is a price of " + price.getAsDouble(), "give at least 0");
        }
    }

    /** Whether there is any. */
    public boolean any() {
        return bytes.isPresent() || price.isPresent();
    }

    /** Whether so much may be taken. */
    boolean admit(long takenBytes, double takenPrice) {
        return (bytes.isEmpty() || takenBytes <= bytes.getAsLong())
                && (price.isEmpty() || takenPrice <= price.getAsDouble());
    }
}
