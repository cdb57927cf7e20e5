package io.patchdrop.core;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random generators that are a pure function of a seed, a purpose and coordinates (epoch, step, image...), so that a run
 * can be resumed anywhere without saving the state of a generator.
 */
public final class Seeds {
    /** The odd constant nearest to 2^64 divided by the golden ratio, the increment of SplitMix64. */
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /**
     * A generator for one place of one run. Equal arguments give equal streams; any difference, the number of coordinates
     * included, gives an unrelated one.
     *
     * @param seed the seed of the run
     * @param purpose what the numbers are for, such as {@code "actions"}
     * @param coordinates where in the run, such as epoch and batch
     */
    public static RandomGenerator generator(long seed, String purpose, long... coordinates) {
        byte[] bytes = purpose.getBytes(StandardCharsets.UTF_8);
        long hash = absorb(mix(seed), bytes.length);
        for (byte each : bytes) {
            hash = absorb(hash, each);
        }
        hash = absorb(hash, coordinates.length);
        for (long coordinate : coordinates) {
            hash = absorb(hash, coordinate);
        }
        return new SplittableRandom(hash);
    }

    /**
     * A uniformly random order of 0 to {@code n} - 1 (Fisher and Yates).
     *
     * @param n how many, at least 0
     */
    public static int[] permutation(int n, RandomGenerator random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long absorb(long hash, long value) {
        return mix((hash ^ mix(value + GOLDEN_GAMMA)) + GOLDEN_GAMMA);
    }

    /**
     * The finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
     * with Stafford's mix 13): a bijection in which every input bit flips every output bit about half of the time.
     */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
