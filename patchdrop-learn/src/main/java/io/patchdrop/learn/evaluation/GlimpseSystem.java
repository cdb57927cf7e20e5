package io.patchdrop.learn.evaluation;

import io.patchdrop.core.Seeds;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.tensor.Glimpses;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A system that answers from windows of one patch's size, placed on whole pixels after the look. Each window costs the pixels
 * of a patch, whether windows overlap or not.
 *
 * @param name its name in tables
 * @param stage its stage in tables
 * @param localiser places the windows: looks to at least two numbers a window
 * @param classifier the classifier of HR images that are zero outside the windows
 * @param lrClassifier the classifier of LR looks, whose logits are added (Ft-2); null if unused
 * @param mean windows of an image on average, from 0 to P
 * @param seed of the draws of one window more or less where the mean is not whole
 */
public record GlimpseSystem(
        String name, String stage, Net localiser, Net classifier, @Nullable Net lrClassifier, double mean, long seed)
        implements EvaluatedSystem {

    /** A ramp of one pixel: a window on whole pixels has none. */
    private static final double SHARP = 1;

    @Override
    public List<Net> nets() {
        return Stream.of(localiser, classifier, lrClassifier)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    @Override
    public Answer answer(EvaluationContext context, Batch batch, Views views) {
        Glimpses glimpses = Glimpses.averaging(context.grid(), mean);
        Tensor numbers = localiser.forward(views.look()).to(ScalarType.Float);
        Tensor present = glimpses.present(
                mean,
                batch.size(),
                image -> Seeds.generator(seed, "glimpses", batch.indices()[image]),
                context.compute().device());
        Tensor mask = glimpses.mask(glimpses.snapped(glimpses.centres(numbers)), present, SHARP);
        Tensor logits = classifier.forward(views.images().mul(mask)).to(ScalarType.Float);
        if (lrClassifier != null) {
            logits = logits.add(lrClassifier.forward(views.look()).to(ScalarType.Float));
        }
        return new Answer(logits, glimpses.touched(mask), present.sum(1));
    }
}
