package io.patchdrop.learn.evaluation;

import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.Views;
import java.util.function.Function;
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
        net.train(false);
        long[] right = new long[2];
        context.forEachBatch(split, batch -> {
            Views views = context.pipeline().views(batch);
            try (Compute.Autocast cast = context.compute().autocast()) {
                Tensor logits = net.forward(input.apply(views));
                right[0] +=
                        right(logits, context.pipeline().labels(batch)).sum().item_long();
                right[1] += batch.size();
            }
        });
        return 100.0 * right[0] / Math.max(1, right[1]);
    }
}
