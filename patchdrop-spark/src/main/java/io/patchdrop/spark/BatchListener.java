package io.patchdrop.spark;

/** Is told how a batch goes on. Called by several threads. */
public interface BatchListener {
    /** A listener that does nothing. */
    BatchListener NONE = new BatchListener() {};

    /** Hears nothing and stops when another does. */
    static BatchListener stopping(BatchListener other) {
        return new BatchListener() {
            @Override
            public boolean stopRequested() {
                return other.stopRequested();
            }
        };
    }

    /**
     * The inputs are known.
     *
     * @param inputs how many
     * @param committed how many of them were answered before
     */
    default void planned(long inputs, long committed) {}

    /** Answers to so many more inputs are committed, or, with a limit to the price, looks at so many. */
    default void committed(long inputs) {}

    /**
     * A round of looks or purchases begins.
     *
     * @param round from 0, the looks
     * @param inputs of which something is bought
     * @param price that may be spent in it
     */
    default void round(int round, long inputs, double price) {}

    /** Whether to stop after the slices that are under way. */
    default boolean stopRequested() {
        return false;
    }
}
