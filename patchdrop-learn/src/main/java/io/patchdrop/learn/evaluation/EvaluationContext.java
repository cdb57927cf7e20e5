package io.patchdrop.learn.evaluation;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.data.BatchLoader.LastBatch;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;

/**
 * What every evaluation works with.
 *
 * @param pipeline pixels to tensors
 * @param compute device and precision
 * @param grid the patches of an image
 * @param workers threads that decode ahead
 */
public record EvaluationContext(ImagePipeline pipeline, Compute compute, PatchGrid grid, int workers) {
    /** Pixels of a batch: bounds the memory of activations without starving small images of parallel work. */
    private static final int PIXELS_A_BATCH = 256 * 64 * 64;

    /** The context of a configuration on a device. */
    public static EvaluationContext of(TrainingConfig config, Compute compute) {
        return new EvaluationContext(
                new ImagePipeline(config.data(), compute.device()),
                compute,
                config.patchGrid(),
                config.data().workers());
    }

    /** Hands over every batch of the split in order, without gradients and in a native memory scope of its own. */
    public void forEachBatch(ImageSplit split, Consumer<Batch> consumer) {
        int batchSize = Math.max(8, Math.min(500, PIXELS_A_BATCH / (grid.imageHeight() * grid.imageWidth())));
        int[] order = IntStream.range(0, split.size()).toArray();
        try (BatchLoader loader = new BatchLoader(split, order, batchSize, 0, LastBatch.KEEP, workers)) {
            for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                try (PointerScope scope = new PointerScope();
                        AutoGradMode noGradient = new AutoGradMode(false)) {
                    consumer.accept(batch);
                }
            }
        }
    }
}
