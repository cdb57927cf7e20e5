package io.patchdrop.learn.evaluation;

import io.patchdrop.core.MaskStatistics;
import io.patchdrop.core.PatchMask;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.HostCopy;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * What a system that buys step by step answers after each step, for every image of a split. From it follows what it reaches
 * at any confidence tau: an image stops at the first step whose highest class probability is at least tau, at the latest
 * at the last.
 */
public final class StoppingCurve {
    private final int patches;
    private final List<Image> images = new ArrayList<>();
    private final long[] nanoseconds;

    /** One image: after each step its confidence, whether the answer is right, and the patches taken so far. */
    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record Image(float[] confidence, boolean[] right, PatchMask[] masks) {}

    /** A system that answers after each of some steps. */
    public interface Stepwise {
        /** Its nets; they are put into evaluation mode. */
        List<Net> nets();

        /** Numbers of steps, from 1. */
        int steps();

        /**
         * Starts a batch.
         *
         * @return what answers each step of it, called with 0, 1, ... in turn
         */
        Steps start(EvaluationContext context, Views views);
    }

    /** The steps of one batch. */
    @FunctionalInterface
    public interface Steps {
        /** The answer after a step, from all patches taken up to it. */
        EvaluatedSystem.Answer answer(int step);
    }

    private StoppingCurve(int patches, int steps) {
        this.patches = patches;
        this.nanoseconds = new long[steps];
    }

    /** Runs every step on every image. */
    public static StoppingCurve of(EvaluationContext context, ImageSplit split, Stepwise system) {
        system.nets().forEach(net -> net.train(false));
        StoppingCurve curve = new StoppingCurve(context.grid().patches(), system.steps());
        context.forEachBatch(split, batch -> {
            Tensor labels = context.pipeline().labels(batch);
            Views views = context.pipeline().views(batch);
            List<Image> added = curve.add(batch.size());
            try (Compute.Autocast cast = context.compute().autocast()) {
                long start = System.nanoTime();
                Steps steps = system.start(context, views);
                for (int step = 0; step < system.steps(); step++) {
                    EvaluatedSystem.Answer answer = steps.answer(step);
                    curve.note(added, step, answer, labels);
                    curve.nanoseconds[step] += System.nanoTime() - start;
                    start = System.nanoTime();
                }
            }
        });
        return curve;
    }

    private List<Image> add(int count) {
        int steps = nanoseconds.length;
        for (int i = 0; i < count; i++) {
            images.add(new Image(new float[steps], new boolean[steps], new PatchMask[steps]));
        }
        return images.subList(images.size() - count, images.size());
    }

    private void note(List<Image> added, int step, EvaluatedSystem.Answer answer, Tensor labels) {
        float[] confidence = HostCopy.floats(answer.logits().softmax(1).amax(new long[] {1}, false));
        long[] right = HostCopy.longs(Accuracy.right(answer.logits(), labels).to(ScalarType.Long));
        float[] actions = HostCopy.floats(answer.actions());
        for (int i = 0; i < added.size(); i++) {
            Image image = added.get(i);
            image.confidence()[step] = confidence[i];
            image.right()[step] = right[i] == 1;
            image.masks()[step] = SystemEvaluation.mask(actions, i * patches, patches);
        }
    }

    /**
     * What is reached at the confidence at which a given share of the images does not stop at the first step. Labels play
     * no part in the choice.
     *
     * @param name of the system in tables
     * @param share of the images, in [0, 1]
     * @param trainSeconds time of its training
     * @return a row without tau, which differs from one set of images to the next
     */
    public SystemResult atShare(String name, double share, double trainSeconds) {
        return row(name, tau(share), null, trainSeconds);
    }

    private double tau(double share) {
        double[] first = images.stream()
                .mapToDouble(image -> image.confidence()[0])
                .sorted()
                .toArray();
        int going = (int) Math.round(share * first.length);
        return going < first.length ? first[going] : 1;
    }

    /**
     * What is reached at a confidence.
     *
     * @param name of the system in tables
     * @param tau confidence at which it stops, in (0, 1]
     * @param trainSeconds time of its training
     * @return a row whose time an image counts the steps that were taken only
     */
    public SystemResult at(String name, double tau, double trainSeconds) {
        return row(name, tau, tau, trainSeconds);
    }

    /** What is reached if every image takes the last step, however sure it was before; arguments as in {@link #at}. */
    public SystemResult atTheEnd(String name, double trainSeconds) {
        return row(name, Double.POSITIVE_INFINITY, null, trainSeconds);
    }

    private SystemResult row(String name, double tau, @Nullable Double shownTau, double trainSeconds) {
        MaskStatistics statistics = new MaskStatistics(patches);
        long time = 0;
        for (Image image : images) {
            int step = 0;
            time += nanoseconds[0];
            while (step < nanoseconds.length - 1 && image.confidence()[step] < tau) {
                step++;
                time += nanoseconds[step];
            }
            statistics.add(image.masks()[step], image.right()[step]);
        }
        // The times of all images in each step, summed over the steps that each image took.
        double milliseconds = time / 1e6 / images.size() / images.size();
        return new SystemResult(
                name,
                SystemResult.NO_STAGE,
                statistics.accuracy(),
                statistics.meanPatches(),
                statistics.spread(),
                statistics.distinctMasks(),
                milliseconds,
                trainSeconds,
                shownTau,
                null);
    }
}
