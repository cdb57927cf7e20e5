package io.patchdrop.core;

import java.util.HashSet;
import java.util.Set;

/**
 * Accumulates what a policy did over a data set: accuracy, S, its spread, and how many different masks. Sums are whole
 * numbers, so that the results do not depend on the order of the images. Not safe for use by several threads.
 */
public final class MaskStatistics {
    private final int patches;
    private final Set<PatchMask> masks = new HashSet<>();
    private long images;
    private long correctImages;
    private long taken;
    private long takenSquared;
    private int fewest = Integer.MAX_VALUE;
    private int most;

    /** @param patches P of every mask to come, at least 1 */
    public MaskStatistics(int patches) {
        if (patches < 1) {
            throw new IllegalArgumentException("statistics of " + patches + " patches");
        }
        this.patches = patches;
    }

    /**
     * Adds one image.
     *
     * @param mask what was taken
     * @param correct whether its class was right
     * @throws IllegalArgumentException if the mask has another number of patches
     */
    public void add(PatchMask mask, boolean correct) {
        add(mask, mask.count(), correct);
    }

    /**
     * Adds one image of which pixels were taken that are not whole patches of the grid.
     *
     * @param mask the patches of which something was seen
     * @param count how many patches' pixels were taken, at least 0
     * @param correct whether its class was right
     * @throws IllegalArgumentException if the mask has another number of patches
     */
    public void add(PatchMask mask, int count, boolean correct) {
        if (mask.patches() != patches) {
            throw new IllegalArgumentException("a mask of " + mask.patches() + " patches among those of " + patches);
        }
        masks.add(mask);
        images++;
        correctImages += correct ? 1 : 0;
        taken += count;
        takenSquared += (long) count * count;
        fewest = Math.min(fewest, count);
        most = Math.max(most, count);
    }

    /** P. */
    public int patches() {
        return patches;
    }

    /** Images added so far. */
    public long images() {
        return images;
    }

    /** Share of the images whose class was right, in percent. */
    public double accuracy() {
        return 100.0 * correctImages / requireImages();
    }

    /** S, the mean number of patches taken. */
    public double meanPatches() {
        return (double) taken / requireImages();
    }

    /** The population standard deviation of the number of patches taken. */
    public double spread() {
        double mean = meanPatches();
        return Math.sqrt(Math.max(0, (double) takenSquared / images - mean * mean));
    }

    /** How many different masks there were. */
    public int distinctMasks() {
        return masks.size();
    }

    /** The fewest patches taken of an image. */
    public int minimumPatches() {
        requireImages();
        return fewest;
    }

    /** The most patches taken of an image. */
    public int maximumPatches() {
        requireImages();
        return most;
    }

    /**
     * Whether the policy has become a constant. {@link Collapse#FEW_MASKS} is only told from 50 images on, and where the
     * grid has that many masks at all.
     */
    public Collapse collapse() {
        requireImages();
        if (fewest == patches) {
            return Collapse.ALL_TAKEN;
        }
        if (most == 0) {
            return Collapse.NONE_TAKEN;
        }
        boolean manyPossible = patches >= Integer.SIZE || 1L << patches >= Collapse.FEWEST_MASKS;
        boolean fewMasks = masks.size() < Collapse.FEWEST_MASKS;
        return images >= Collapse.FEWEST_IMAGES && manyPossible && fewMasks ? Collapse.FEW_MASKS : Collapse.NONE;
    }

    private long requireImages() {
        if (images == 0) {
            throw new IllegalStateException("no image has been added");
        }
        return images;
    }
}
