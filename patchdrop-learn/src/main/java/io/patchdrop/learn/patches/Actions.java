package io.patchdrop.learn.patches;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.where;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.PatchMask;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Actions (which patches are taken) as tensors {@code [N, P]} of 0 and 1, and what the method computes with them. */
public final class Actions {
    private Actions() {}

    /**
     * Masked HR images: patches not taken become zero, which after normalisation is the mean colour. One multiplication
     * for the whole batch.
     *
     * @param images {@code [N, C, H, W]}
     * @param actions {@code [N, P]}
     * @param grid the patches of an image
     * @return {@code [N, C, H, W]}
     */
    public static Tensor apply(Tensor images, Tensor actions, PatchGrid grid) {
        long count = images.size(0);
        long channels = images.size(1);
        return images.view(count, channels, grid.rows(), grid.patchHeight(), grid.columns(), grid.patchWidth())
                .mul(actions.view(count, 1, grid.rows(), 1, grid.columns(), 1))
                .reshape(count, channels, grid.imageHeight(), grid.imageWidth());
    }

    /**
     * Draws actions: each patch on its own, with its probability.
     *
     * @param probabilities {@code [N, P]}
     * @param random source of the draws; Java's, so that a resumed run draws the same
     * @return {@code [N, P]} of 0 and 1
     */
    public static Tensor sample(Tensor probabilities, RandomGenerator random) {
        float[] uniform = new float[Math.toIntExact(probabilities.numel())];
        for (int i = 0; i < uniform.length; i++) {
            uniform[i] = random.nextFloat();
        }
        Tensor draws = Tensor.create(uniform, probabilities.shape()).to(probabilities.device(), ScalarType.Float);
        return draws.lt(probabilities).to(ScalarType.Float);
    }

    /**
     * Random masks: the first images of the batch, the given share of them, are taken whole; each other image's patches are
     * kept with a rate of its own, uniform in [0, 1].
     *
     * @param whole share of the images taken whole, in [0, 1]
     * @return {@code [N, P]} of 0 and 1
     */
    public static Tensor random(int images, int patches, double whole, RandomGenerator random, Device device) {
        float[] values = new float[Math.multiplyExact(images, patches)];
        int full = (int) Math.round(whole * images);
        for (int i = 0; i < images; i++) {
            double rate = random.nextDouble();
            for (int patch = 0; patch < patches; patch++) {
                boolean kept = random.nextDouble() < rate;
                values[i * patches + patch] = i < full || kept ? 1 : 0;
            }
        }
        return Tensor.create(values, images, patches).to(device, ScalarType.Float);
    }

    /**
     * The patches of highest score.
     *
     * @param scores {@code [N, P]}
     * @param count how many of each image, 0 to P
     * @return {@code [N, P]} of 0 and 1; among equal scores the order is libtorch's, and fixed
     */
    public static Tensor top(Tensor scores, int count) {
        return rank(scores).lt(new Scalar(count)).to(ScalarType.Float);
    }

    /**
     * The patches of highest score, a number of its own for each image; see {@link #top(Tensor, int)}.
     *
     * @param counts {@code [N, 1]}, from 0 to P
     */
    public static Tensor top(Tensor scores, Tensor counts) {
        return rank(scores).lt(counts).to(ScalarType.Float);
    }

    /** The place of each patch in the order of falling scores, from 0. */
    private static Tensor rank(Tensor scores) {
        return scores.argsort(1, true).argsort(1, false);
    }

    /** Each image of a batch K times: {@code [N, ...]} to {@code [K * N, ...]}, the whole batch after itself; for K = 1 the batch. */
    public static Tensor repeated(Tensor batch, int times) {
        if (times == 1) {
            return batch;
        }
        long[] repeats = new long[Math.toIntExact(batch.dim())];
        java.util.Arrays.fill(repeats, 1);
        repeats[0] = times;
        Tensor whole = batch.repeat(repeats);
        // repeat() lays images out plainly, in which convolutions are slower.
        return whole.dim() == 4 ? whole.contiguous(MemoryFormat.ChannelsLast) : whole;
    }

    /** The most likely actions: 1 where the probability is at least 0.5. */
    public static Tensor threshold(Tensor probabilities) {
        return probabilities.ge(new Scalar(0.5)).to(ScalarType.Float);
    }

    /** The sampled policy: alpha p + (1 - alpha)(1 - p), which keeps every action possible. */
    public static Tensor soften(Tensor probabilities, double alpha) {
        return probabilities.mul(new Scalar(2 * alpha - 1)).add(new Scalar(1 - alpha));
    }

    /**
     * log pi(a) of each image: the sum over its patches of the log probability of what was done, as in the paper.
     *
     * @param probabilities {@code [N, P]}, in (0, 1)
     * @param actions {@code [N, P]}
     * @return {@code [N]}
     */
    public static Tensor logLikelihood(Tensor probabilities, Tensor actions) {
        Tensor chosen = where(
                actions.gt(new Scalar(0.5)), probabilities, probabilities.neg().add(new Scalar(1)));
        return chosen.clamp_min(new Scalar(1e-6)).log().sum(1);
    }

    /**
     * The reward of the paper: 1 - (taken / P)^2 for a right answer, else -sigma.
     *
     * @param logits {@code [N, K]} of the classifier on the masked images
     * @param labels {@code [N]}
     * @param actions {@code [N, P]}
     * @return {@code [N]}
     */
    public static Tensor reward(Tensor logits, Tensor labels, Tensor actions, double sigma) {
        Tensor saved = actions.mean(1).square().neg().add(new Scalar(1));
        return where(
                logits.argmax(new org.bytedeco.pytorch.LongOptional(1), false).eq(labels), saved, new Scalar(-sigma));
    }

    /** Two batches as one, {@code [N, ...]} and {@code [M, ...]} to {@code [N + M, ...]}. */
    public static Tensor stack(Tensor first, Tensor second) {
        return cat(new TensorVector(first, second), 0);
    }

    /** Masks as a tensor {@code [N, P]} on the device. */
    public static Tensor of(List<PatchMask> masks, Device device) {
        int patches = masks.get(0).patches();
        float[] values = new float[masks.size() * patches];
        for (int i = 0; i < masks.size(); i++) {
            for (int patch : masks.get(i).indices()) {
                values[i * patches + patch] = 1;
            }
        }
        return Tensor.create(values, masks.size(), patches).to(device, ScalarType.Float);
    }
}
