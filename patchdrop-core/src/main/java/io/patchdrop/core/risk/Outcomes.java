package io.patchdrop.core.risk;

import io.patchdrop.core.Budget;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a model is right about labelled images, and how many patches it buys, at each of some confidences. The last one,
 * 1, stands for all patches.
 */
public final class Outcomes {
    private final List<Double> taus;
    private final List<Image> images = new ArrayList<>();

    /** One image: an entry for each tau. */
    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record Image(boolean[] right, int[] patches) {
        private int loss(int tau) {
            return (right[right.length - 1] ? 1 : 0) - (right[tau] ? 1 : 0);
        }
    }

    /**
     * Of no image yet.
     *
     * @param taus rising, in (0, 1], the last is 1
     * @throws IllegalArgumentException if they are not
     */
    public Outcomes(List<Double> taus) {
        this.taus = List.copyOf(taus);
        for (int i = 0; i < this.taus.size(); i++) {
            Budget.confidence(this.taus.get(i));
            if (i > 0 && this.taus.get(i - 1) >= this.taus.get(i)) {
                throw new IllegalArgumentException("the taus do not rise: " + this.taus);
            }
        }
        if (this.taus.isEmpty() || this.taus.get(this.taus.size() - 1) != 1) {
            throw new IllegalArgumentException("the last tau is not 1: " + this.taus);
        }
    }

    /**
     * Adds an image.
     *
     * @param right whether the answer is right at each tau
     * @param patches how many are bought at each tau
     */
    public void add(boolean[] right, int[] patches) {
        if (right.length != taus.size() || patches.length != taus.size()) {
            throw new IllegalArgumentException(
                    right.length + " answers and " + patches.length + " counts for " + taus.size() + " taus");
        }
        images.add(new Image(right.clone(), patches.clone()));
    }

    /** Some of these images, in this order; one may come several times. */
    public Outcomes drawn(int[] indices) {
        Outcomes drawn = new Outcomes(taus);
        for (int index : indices) {
            drawn.images.add(images.get(index));
        }
        return drawn;
    }

    /** Rising, the last is 1. */
    public List<Double> taus() {
        return taus;
    }

    /** The number of images. */
    public int size() {
        return images.size();
    }

    /**
     * What each image loses at a tau: 1 if only all patches give the right answer, -1 if only these do, else 0.
     *
     * @param tau its index
     */
    public int[] losses(int tau) {
        return images.stream().mapToInt(image -> image.loss(tau)).toArray();
    }

    /**
     * Accuracy lost against all patches, from -1 to 1.
     *
     * @param tau its index
     */
    public double lost(int tau) {
        return images.stream().mapToInt(image -> image.loss(tau)).average().orElseThrow();
    }

    /**
     * Share of right answers, from 0 to 1.
     *
     * @param tau its index
     */
    public double accuracy(int tau) {
        return images.stream()
                .mapToInt(image -> image.right()[tau] ? 1 : 0)
                .average()
                .orElseThrow();
    }

    /**
     * Mean number of patches.
     *
     * @param tau its index
     */
    public double patches(int tau) {
        return images.stream().mapToInt(image -> image.patches()[tau]).average().orElseThrow();
    }
}
