package io.patchdrop.core;

/**
 * PatchDrop's reward (Uzkent and Ermon, CVPR 2020): R = 1 - (taken / P)^2 if the class is right, else -sigma.
 *
 * @param sigma the penalty of a wrong class, finite and at least 0; the paper uses 0.5 in stage Pt and 10 to 20 in Ft-1
 */
public record Reward(double sigma) {
    /** @throws InvalidInputException if sigma is negative or not finite */
    public Reward {
        if (!(sigma >= 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new InvalidInputException("The penalty sigma is " + sigma, "give a finite number of at least 0");
        }
    }

    /**
     * The reward of one image.
     *
     * @param correct whether the class is right
     * @param taken patches taken, from 0 to {@code patches}
     * @param patches P, at least 1
     */
    public double of(boolean correct, int taken, int patches) {
        if (patches < 1 || taken < 0 || taken > patches) {
            throw new IllegalArgumentException(taken + " of " + patches + " patches");
        }
        double share = (double) taken / patches;
        return correct ? 1 - share * share : -sigma;
    }

    /**
     * The rewards of a batch.
     *
     * @param correct {@code [N]}, whether each class is right
     * @param taken {@code [N]}, patches taken of each image
     * @param patches P
     * @return {@code [N]}
     */
    public float[] of(boolean[] correct, int[] taken, int patches) {
        if (correct.length != taken.length) {
            throw new IllegalArgumentException(correct.length + " answers for " + taken.length + " masks");
        }
        float[] rewards = new float[correct.length];
        for (int image = 0; image < rewards.length; image++) {
            rewards[image] = (float) of(correct[image], taken[image], patches);
        }
        return rewards;
    }
}
