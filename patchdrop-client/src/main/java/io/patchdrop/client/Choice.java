package io.patchdrop.client;

import java.util.Optional;

/** Which patches are bought of an image or a chip. */
public sealed interface Choice {
    /** By the bundle's own rule. */
    static Choice own() {
        return new Own();
    }

    /**
     * Those of highest score.
     *
     * @param number 0 to P
     */
    static Choice patches(int number) {
        return new Given("budget", number);
    }

    /**
     * Step by step, until the answer is so sure.
     *
     * @param tau a probability, 0 to 1
     */
    static Choice confidence(double tau) {
        return new Given("tau", tau);
    }

    /**
     * Those worth their price.
     *
     * @param lambda what one unit of price must bring, in probability of a right answer; of an image that is sent a patch
     *     costs one unit
     */
    static Choice price(double lambda) {
        return new Given("lambda", lambda);
    }

    /**
     * As few as lose no more accuracy than that, by a guarantee that the bundle holds.
     *
     * @param epsilon 0 to 1
     */
    static Choice risk(double epsilon) {
        return new Given("max_risk", epsilon);
    }

    /** The number that is sent, if one is. */
    default Optional<Given> given() {
        return this instanceof Given given ? Optional.of(given) : Optional.empty();
    }

    /** By the bundle's own rule. */
    record Own() implements Choice {}

    /**
     * By a number.
     *
     * @param name as the server calls it: {@code budget}, {@code tau}, {@code lambda} or {@code max_risk}
     * @param value of it; a {@code budget} is whole
     */
    record Given(String name, Number value) implements Choice {}
}
