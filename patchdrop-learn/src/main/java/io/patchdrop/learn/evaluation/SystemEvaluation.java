package io.patchdrop.learn.evaluation;

import io.patchdrop.core.MaskStatistics;
import io.patchdrop.core.PatchMask;
import io.patchdrop.core.Reward;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.HostCopy;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a system reaches on a split.
 *
 * @param statistics accuracy, S, its spread, distinct masks
 * @param meanReward mean reward of the paper at the sigma asked for
 * @param millisecondsPerImage time of choice and classification; decoding and the making of the look left out
 */
public record SystemEvaluation(MaskStatistics statistics, double meanReward, double millisecondsPerImage) {
    /** Evaluates with the reward of {@code sigma}. */
    public static SystemEvaluation of(
            EvaluationContext context, ImageSplit split, EvaluatedSystem system, double sigma) {
        system.nets().forEach(net -> net.train(false));
        MaskStatistics statistics = new MaskStatistics(context.grid().patches());
        Reward reward = new Reward(sigma);
        double[] rewardSum = new double[1];
        long[] nanoseconds = new long[1];
        context.forEachBatch(split, batch -> {
            Tensor labels = context.pipeline().labels(batch);
            Views views = context.pipeline().views(batch);
            long start = System.nanoTime();
            float[] actions;
            float[] taken;
            long[] right;
            try (Compute.Autocast cast = context.compute().autocast()) {
                EvaluatedSystem.Answer answer = system.answer(context, batch, views);
                actions = HostCopy.floats(answer.actions());
                taken = HostCopy.floats(answer.patches());
                right = HostCopy.longs(Accuracy.right(answer.logits(), labels).to(ScalarType.Long));
            }
            nanoseconds[0] += System.nanoTime() - start;
            int patches = context.grid().patches();
            for (int i = 0; i < batch.size(); i++) {
                int count = Math.round(taken[i]);
                statistics.add(mask(actions, i * patches, patches), count, right[i] == 1);
                rewardSum[0] += reward.of(right[i] == 1, Math.min(count, patches), patches);
            }
        });
        long images = Math.max(1, statistics.images());
        return new SystemEvaluation(statistics, rewardSum[0] / images, nanoseconds[0] / 1e6 / images);
    }

    /** As a row of results.json. */
    public SystemResult result(EvaluatedSystem system, double trainSeconds) {
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

    /** The mask of one image in a batch's actions. */
    static PatchMask mask(float[] actions, int offset, int patches) {
        boolean[] taken = new boolean[patches];
        for (int patch = 0; patch < patches; patch++) {
            taken[patch] = actions[offset + patch] > 0.5f;
        }
        return PatchMask.of(taken);
    }
}
