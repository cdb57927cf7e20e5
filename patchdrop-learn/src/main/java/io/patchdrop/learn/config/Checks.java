package io.patchdrop.learn.config;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.nets.NetSpec;

/** Range checks shared by the configuration records; each names the key as the user writes it. */
final class Checks {
    private Checks() {}

    static void atLeast(String key, long value, long minimum) {
        if (value < minimum) {
            throw outOfRange(key, value, "at least " + minimum);
        }
    }

    static void positive(String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw outOfRange(key, value, "a number above 0");
        }
    }

    static void notNegative(String key, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw outOfRange(key, value, "a number from 0 up");
        }
    }

    static void between(String key, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw outOfRange(key, value, "between " + low + " and " + high);
        }
    }

    /** That a text names a net. */
    static void net(String key, String text) {
        try {
            var unused = NetSpec.parse(text);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(key + ": " + e.problem(), e.remedy(), e);
        }
    }

    private static InvalidInputException outOfRange(String key, Object value, String range) {
        return new InvalidInputException(key + " is " + value, "it must be " + range);
    }
}
