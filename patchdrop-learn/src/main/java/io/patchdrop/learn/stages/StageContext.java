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
 */
public record StageContext(
        TrainingConfig config,
        Dataset data,
        Compute compute,
        RunFolder folder,
        String fingerprint,
        TrainingListener listener,
        BooleanSupplier stopRequested) {

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
    EvaluationContext evaluation() {
        return EvaluationContext.of(config, compute);
    }

    /** The generator of all draws of one step. */
    RandomGenerator random(Stage stage, int epoch, int step) {
        return Seeds.generator(config.seed(), stage.key() + "/step", epoch, step);
    }

    /** Images a step: the configured batch, or the whole split if that is smaller. */
    int batchSize(int configured) {
        return Math.min(configured, data.train().size());
    }

    /** Steps an epoch; the last, incomplete batch is left out. */
    int stepsPerEpoch(int configuredBatch) {
        return data.train().size() / batchSize(configuredBatch);
    }

    /** The training images of one epoch in their shuffled order, from batch {@code firstStep} on. */
    BatchLoader trainBatches(Stage stage, int epoch, int configuredBatch, int firstStep) {
        ImageSplit split = data.train();
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
