package io.patchdrop.learn.evaluation;

import io.patchdrop.core.MaskStatistics;
import io.patchdrop.core.PatchMask;
import io.patchdrop.core.Reward;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.HostCopy;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a system reaches on a split.
 *
 * @param statistics accuracy, S, its spread, distinct masks
 * @param meanReward mean reward of the paper at the sigma asked for
 * @param millisecondsPerImage time of look, choice and classification, decoding left out
 */
public record SystemEvaluation(MaskStatistics statistics, double meanReward, double millisecondsPerImage) {
    /** Evaluates with the reward of {@code sigma}. */
    public static SystemEvaluation of(EvaluationContext context, ImageSplit split, PatchSystem system, double sigma) {
        Stream.of(system.classifier(), system.lrClassifier()).forEach(SystemEvaluation::toEvaluationMode);
        MaskStatistics statistics = new MaskStatistics(context.grid().patches());
        Reward reward = new Reward(sigma);
        double[] rewardSum = new double[1];
        long[] nanoseconds = new long[1];
        context.forEachBatch(split, batch -> {
            Tensor images = context.pipeline().images(batch);
            Tensor labels = context.pipeline().labels(batch);
            long start = System.nanoTime();
            float[] actions;
            long[] right;
            try (Compute.Autocast cast = context.compute().autocast()) {
                Tensor look = context.pipeline().look(images);
                Tensor chosen = system.selector().actions(context, batch, look);
                Tensor logits = system.logits(context, images, look, chosen);
                actions = HostCopy.floats(chosen);
                right = HostCopy.longs(Accuracy.right(logits, labels).to(ScalarType.Long));
            }
            nanoseconds[0] += System.nanoTime() - start;
            int patches = context.grid().patches();
            for (int i = 0; i < batch.size(); i++) {
                PatchMask mask = mask(actions, i * patches, patches);
                statistics.add(mask, right[i] == 1);
                rewardSum[0] += reward.of(right[i] == 1, mask.count(), patches);
            }
        });
        long images = Math.max(1, statistics.images());
        return new SystemEvaluation(statistics, rewardSum[0] / images, nanoseconds[0] / 1e6 / images);
    }

    /** As a row of results.json. */
    public SystemResult result(PatchSystem system, double trainSeconds) {
        return new SystemResult(
                system.name(),
                system.stage(),
                statistics.accuracy(),
                statistics.meanPatches(),
                statistics.spread(),
                statistics.distinctMasks(),
                millisecondsPerImage,
                trainSeconds,
                null,
                null);
    }

    private static void toEvaluationMode(@org.jspecify.annotations.Nullable Net net) {
        if (net != null) {
            net.train(false);
        }
    }

    private static PatchMask mask(float[] actions, int offset, int patches) {
        boolean[] taken = new boolean[patches];
        for (int patch = 0; patch < patches; patch++) {
            taken[patch] = actions[offset + patch] > 0.5f;
        }
        return PatchMask.of(taken);
    }
}
