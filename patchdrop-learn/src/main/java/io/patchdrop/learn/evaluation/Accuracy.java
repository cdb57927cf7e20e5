package io.patchdrop.learn.evaluation;

import io.patchdrop.core.Seeds;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.tensor.Compute;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Share of right answers. */
public final class Accuracy {
    private Accuracy() {}

    /**
     * Share of right answers in a batch.
     *
     * @param logits {@code [N, K]}
     * @param labels {@code [N]}
     * @return share of images whose largest logit is their class, in [0, 1]
     */
    public static double share(Tensor logits, Tensor labels) {
        return right(logits, labels).to(ScalarType.Float).mean().item_double();
    }

    /** Whether each image is answered rightly: {@code [N]} of booleans. */
    public static Tensor right(Tensor logits, Tensor labels) {
        return logits.detach().argmax(new LongOptional(1), false).eq(labels);
    }

    /**
     * Accuracy of a classifier on a whole split.
     *
     * @param input what the net sees: the HR images, or their looks
     * @param net a classifier; left in evaluation mode
     * @return accuracy on the split in percent
     */
    public static double of(EvaluationContext context, ImageSplit split, Function<Views, Tensor> input, Net net) {
        return of(context, split, net, (views, random) -> net.forward(input.apply(views)));
    }

    /** What a classifier answers from both views of a batch. */
    @FunctionalInterface
    public interface Answering {
        /**
         * Logits {@code [N, K]}.
         *
         * @param random of the batch alone: the same for it in every call
         */
        Tensor logits(Views views, RandomGenerator random);
    }

    /**
     * Accuracy on a whole split of what is answered with a net.
     *
     * @param net left in evaluation mode
     * @return accuracy on the split in percent
     */
    public static double of(EvaluationContext context, ImageSplit split, Net net, Answering answering) {
        net.train(false);
        long[] right = new long[2];
        context.forEachBatch(split, batch -> {
            Views views = context.pipeline().views(batch);
            try (Compute.Autocast cast = context.compute().autocast()) {
                Tensor logits = answering.logits(views, Seeds.generator(0, "accuracy", batch.indices()[0]));
                right[0] +=
                        right(logits, context.pipeline().labels(batch)).sum().item_long();
                right[1] += batch.size();
            }
        });
        return 100.0 * right[0] / Math.max(1, right[1]);
    }
}
