package io.patchdrop.core;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which of the P patches of an image are taken: the action of the policy. Immutable; equality and hash are those of a set,
 * at the cost of one 64-bit word per 64 patches.
 */
public final class PatchMask {
    private final int patches;
    /** Patch k is bit k % 64 of word k / 64; bits past P are 0, so that equal masks have equal words. */
    private final long[] words;

    private PatchMask(int patches, long[] words) {
        this.patches = patches;
        this.words = words;
    }

    /**
     * The mask that takes patch k where {@code taken[k]}.
     *
     * @param taken one entry a patch, at least one
     */
    public static PatchMask of(boolean[] taken) {
        long[] words = emptyWords(taken.length);
        for (int patch = 0; patch < taken.length; patch++) {
            if (taken[patch]) {
                words[patch >> 6] |= 1L << patch;
            }
        }
        return new PatchMask(taken.length, words);
    }

    /**
     * The mask that takes the patches named; naming one twice is the same as once.
     *
     * @param patches P, at least 1
     * @param indices patches from 0 to P - 1
     * @throws IndexOutOfBoundsException if an index is not that of a patch
     */
    public static PatchMask ofIndices(int patches, int... indices) {
        long[] words = emptyWords(patches);
        for (int index : indices) {
            checkPatch(index, patches);
            words[index >> 6] |= 1L << index;
        }
        return new PatchMask(patches, words);
    }

    /** The mask of P patches that takes none. */
    public static PatchMask none(int patches) {
        return new PatchMask(patches, emptyWords(patches));
    }

    /** The mask of P patches that takes all. */
    public static PatchMask all(int patches) {
        long[] words = emptyWords(patches);
        Arrays.fill(words, -1L);
        words[words.length - 1] = -1L >>> -patches;
        return new PatchMask(patches, words);
    }

    /**
     * Whether a patch is taken.
     *
     * @throws IndexOutOfBoundsException if there is no such patch
     */
    public boolean taken(int patch) {
        checkPatch(patch, patches);
        return ((words[patch >> 6] >>> patch) & 1L) != 0;
    }

    /** How many patches are taken. */
    public int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** The number of patches, P, taken or not. */
    public int patches() {
        return patches;
    }

    /** The patches taken, in rising order. */
    public int[] indices() {
        return BitSet.valueOf(words).stream().toArray();
    }

    /** One entry a patch: whether it is taken. */
    public boolean[] toBooleans() {
        boolean[] taken = new boolean[patches];
        for (int patch : indices()) {
            taken[patch] = true;
        }
        return taken;
    }

    /**
     * This mask with one more patch taken; an equal mask if it was taken already.
     *
     * @throws IndexOutOfBoundsException if there is no such patch
     */
    public PatchMask with(int patch) {
        checkPatch(patch, patches);
        long[] more = words.clone();
        more[patch >> 6] |= 1L << patch;
        return new PatchMask(patches, more);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PatchMask mask && patches == mask.patches && Arrays.equals(words, mask.words);
    }

    @Override
    public int hashCode() {
        long hash = patches;
        for (long word : words) {
            hash = Seeds.mix(hash ^ word);
        }
        return Long.hashCode(hash);
    }

    /** Rows of {@code #} (taken) and {@code .}: a square where P is a square number, else one row. */
    @Override
    public String toString() {
        int side = (int) Math.sqrt(patches);
        return toString(side * side == patches ? side : patches);
    }

    /**
     * Rows of {@code #} (taken) and {@code .}, parted by line feeds.
     *
     * @param columns patches in a row, at least 1; the last row is shorter if they do not divide P
     */
    public String toString(int columns) {
        StringBuilder text = new StringBuilder();
        for (int patch = 0; patch < patches; patch++) {
            if (patch > 0 && patch % columns == 0) {
                text.append('\n');
            }
            text.append(taken(patch) ? '#' : '.');
        }
        return text.toString();
    }

    private static long[] emptyWords(int patches) {
        if (patches < 1) {
            throw new IllegalArgumentException("a mask needs at least one patch, not " + patches);
        }
        return new long[((patches - 1) >> 6) + 1];
    }

    private static void checkPatch(int patch, int patches) {
        if (patch < 0 || patch >= patches) {
            throw new IndexOutOfBoundsException("patch " + patch + " of " + patches);
        }
    }
}
