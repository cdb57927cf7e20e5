package io.patchdrop.server.models;

import io.patchdrop.core.InvalidInputException;

/**
 * How many images a model is given at a time.
 *
 * @param batch images that are answered together at most, 1 to 1024
 * @param most images that are at work or wait, 1 to 1 million; what comes on top is refused
 * @param patience how many times as long as alone an image may have to wait for others, above 0; others are refused
 */
public record ImageOptions(int batch, int most, double patience) {
    /** 32 together, 256 in all, and twice as long as alone. */
    public static final ImageOptions DEFAULT = new ImageOptions(32, 256, 2);

    /** @throws InvalidInputException if a number is out of its range */
    public ImageOptions {
        if (batch < 1 || batch > 1024) {
            throw new InvalidInputException("A batch of " + batch + " images", "give a number from 1 to 1024");
        }
        if (most < 1 || most > 1_000_000) {
            throw new InvalidInputException("A queue of " + most + " images", "give a number from 1 to 1000000");
        }
        if (!(patience > 0)) {
            throw new InvalidInputException("A patience of " + patience, "give a number above 0");
        }
    }
}
