package io.patchdrop.learn.stages;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.full;

import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.Fusion;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.optimiser.Adam;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.HostCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Fits the {@link Fusion}: its weights minimise the cross-entropy of the fused logits on the images given, which must be
 * images that neither classifier was trained on. Both classifiers are frozen, so their logits are computed once, under
 * a few masks of each image; then a few hundred steps of Adam on 2 (P + 1) numbers follow, which take seconds. A stop
 * starts it again.
 */
public final class FusionFitting {
    private static final int ITERATIONS = 300;
    private static final double LEARNING_RATE = 0.02;
    /** Neighbouring patch counts have nearly the same weights: keeps those of few images from following noise. */
    private static final double SMOOTHNESS = 0.01;

    private final StageContext context;
    private final Part part;
    private final Net trunk;
    private final Net classifier;
    private final TrainingMasks masks;
    private final int rounds;

    /**
     * @param context trains on images that the classifiers have not seen
     * @param trunk the LR classifier; it is frozen
     * @param classifier the mask-robust HR classifier; it is frozen
     * @param masks what the images are seen under
     * @param rounds masks of each image
     */
    public FusionFitting(StageContext context, Part part, Net trunk, Net classifier, TrainingMasks masks, int rounds) {
        this.context = context;
        this.part = part;
        this.trunk = trunk;
        this.classifier = classifier;
        this.masks = masks;
        this.rounds = rounds;
        trunk.freeze();
        classifier.freeze();
    }

    /** Logits of both classifiers on images under masks, in Java's memory. */
    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record Sample(float[] hrLogits, float[] lrLogits, float[] actions, long[] labels) {}

    /** Fits, and writes the part's file. */
    public void run() {
        long start = System.nanoTime();
        context.listener().stageStarted(part.title(), 0, (long) rounds * context.stepsPerEpoch(256) + 1);
        try (PointerScope scope = new PointerScope()) {
            List<Sample> samples = collect();
            Tensor weights = fit(samples);
            save(weights, (System.nanoTime() - start) / 1e9);
        }
        context.listener().stageDone();
    }

    private List<Sample> collect() {
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            int step = 0;
            try (BatchLoader loader = context.trainBatches(part, round, 256, 0)) {
                for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                    samples.add(sample(batch, context.random(part, round, step++)));
                    context.listener().stepDone();
                    if (context.stopRequested().getAsBoolean()) {
                        throw new TrainingStoppedException(part.title());
                    }
                }
            }
        }
        return samples;
    }

    private Sample sample(Batch batch, RandomGenerator random) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradient = new AutoGradMode(false);
                Compute.Autocast cast = context.compute().autocast()) {
            Views views = context.pipeline().augmentedViews(batch, random);
            Tensor actions = masks.draw(views.look(), random);
            Tensor hrLogits = classifier.classify(views, actions);
            Tensor lrLogits = trunk.forward(views.look());
            return new Sample(
                    HostCopy.floats(hrLogits),
                    HostCopy.floats(lrLogits),
                    HostCopy.floats(actions),
                    HostCopy.longs(context.pipeline().labels(batch)));
        }
    }

    private Tensor fit(List<Sample> samples) {
        int patches = context.grid().patches();
        int classes = trunk.outputs();
        Sample all = joined(samples);
        int count = all.labels().length;
        Tensor hrLogits = Tensor.create(all.hrLogits(), count, classes);
        Tensor lrLogits = Tensor.create(all.lrLogits(), count, classes);
        Tensor actions = Tensor.create(all.actions(), count, patches);
        Tensor labels = Tensor.create(all.labels(), count);
        Tensor weights = full(new long[] {patches + 1L, 2}, new Scalar(0.5));
        weights.set_requires_grad(true);
        Adam optimiser = new Adam(Map.of("weights", weights), 0);
        for (int i = 0; i < ITERATIONS; i++) {
            try (PointerScope scope = new PointerScope()) {
                Tensor loss = cross_entropy_loss(Fusion.of(weights).fuse(hrLogits, lrLogits, actions), labels);
                Tensor roughness = weights.narrow(0, 1, patches)
                        .sub(weights.narrow(0, 0, patches))
                        .square()
                        .sum();
                loss.add(roughness.mul(new Scalar(SMOOTHNESS))).backward();
                optimiser.step(LEARNING_RATE);
            }
        }
        return weights;
    }

    private static Sample joined(List<Sample> samples) {
        return new Sample(
                concatenated(samples.stream().map(Sample::hrLogits).toList()),
                concatenated(samples.stream().map(Sample::lrLogits).toList()),
                concatenated(samples.stream().map(Sample::actions).toList()),
                samples.stream()
                        .flatMapToLong(sample -> java.util.Arrays.stream(sample.labels()))
                        .toArray());
    }

    private static float[] concatenated(List<float[]> parts) {
        float[] whole = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    private void save(Tensor weights, double seconds) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put("patchdrop_stage", part.key());
        metadata.put("patchdrop_fingerprint", context.fingerprint());
        metadata.put("train_seconds", Double.toString(seconds));
        try {
            TensorFile.save(
                    context.folder().file(part.fileName()), Fusion.of(weights).tensors(), metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
