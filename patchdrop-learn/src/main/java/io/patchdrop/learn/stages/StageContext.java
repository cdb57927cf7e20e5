package io.patchdrop.learn.stages;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.Seeds;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.data.BatchLoader.LastBatch;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What every stage of a run works with.
 *
 * @param config the resolved configuration
 * @param data the images
 * @param compute device and precision
 * @param folder where checkpoints and metrics go
 * @param fingerprint identity of configuration and data, carried by every checkpoint
 * @param listener hears of progress
 * @param stopRequested true once the user wants the run to stop
 * @param trainingImages the images that are trained on, where they are not the whole training split; else null
 */
public record StageContext(
        TrainingConfig config,
        Dataset data,
        Compute compute,
        RunFolder folder,
        String fingerprint,
        TrainingListener listener,
        BooleanSupplier stopRequested,
        @Nullable ImageSplit trainingImages) {

    /** A context that trains on the whole training split. */
    public StageContext(
            TrainingConfig config,
            Dataset data,
            Compute compute,
            RunFolder folder,
            String fingerprint,
            TrainingListener listener,
            BooleanSupplier stopRequested) {
        this(config, data, compute, folder, fingerprint, listener, stopRequested, null);
    }

    /** This context with another configuration; the fingerprint stays that of the run. */
    public StageContext with(TrainingConfig other) {
        return new StageContext(other, data, compute, folder, fingerprint, listener, stopRequested, trainingImages);
    }

    /** This context with checkpoints and metrics in another folder. */
    public StageContext in(RunFolder other) {
        return new StageContext(config, data, compute, other, fingerprint, listener, stopRequested, trainingImages);
    }

    /** This context with other images to train on. */
    public StageContext trainingOn(ImageSplit images) {
        return new StageContext(config, data, compute, folder, fingerprint, listener, stopRequested, images);
    }

    /** The images that are trained on. */
    public ImageSplit train() {
        return trainingImages == null ? data.train() : trainingImages;
    }

    /** Removes the state of a stage that is finished, which only a kill at the wrong moment leaves. */
    public void removeLeftOverState() {
        StageProgress.removeLeftOver(this);
    }

    /** The pixels-to-tensors pipeline of this run. */
    public ImagePipeline pipeline() {
        return new ImagePipeline(config.data(), compute.device());
    }

    /** The patches of an image. */
    public PatchGrid grid() {
        return config.patchGrid();
    }

    /** What the epochs' evaluations work with. */
    public EvaluationContext evaluation() {
        return EvaluationContext.of(config, compute);
    }

    /** The generator of all draws of one step. */
    RandomGenerator random(Part stage, int epoch, int step) {
        return Seeds.generator(config.seed(), stage.key() + "/step", epoch, step);
    }

    /** Images a step: the configured batch, or the whole split if that is smaller. */
    int batchSize(int configured) {
        return Math.min(configured, train().size());
    }

    /** Steps an epoch; the last, incomplete batch is left out. */
    int stepsPerEpoch(int configuredBatch) {
        return train().size() / batchSize(configuredBatch);
    }

    /** The training images of one epoch in their shuffled order, from batch {@code firstStep} on. */
    BatchLoader trainBatches(Part stage, int epoch, int configuredBatch, int firstStep) {
        ImageSplit split = train();
        int[] order = Seeds.permutation(split.size(), Seeds.generator(config.seed(), stage.key() + "/order", epoch));
        return new BatchLoader(
                split,
                order,
                batchSize(configuredBatch),
                firstStep,
                LastBatch.DROP,
                config.data().workers());
    }
}
