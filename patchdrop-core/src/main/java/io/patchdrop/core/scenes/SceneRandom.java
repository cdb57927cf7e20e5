package io.patchdrop.core.scenes;

import java.util.random.RandomGenerator;

/**
 * The draws that a scene needs, from {@code nextLong} alone: how the JDK makes bounded numbers out of it may differ between
 * versions, and scenes must not.
 */
final class SceneRandom {
    private final RandomGenerator source;

    SceneRandom(RandomGenerator source) {
        this.source = source;
    }

    long bits() {
        return source.nextLong();
    }

    /** A whole number from 0 to {@code bound} - 1, uniform within 2^-32. */
    int below(int bound) {
        return (int) (((source.nextLong() >>> 32) * bound) >>> 32);
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    boolean chance(double probability) {
        return (source.nextLong() >>> 11) * 0x1p-53 < probability;
    }
}
