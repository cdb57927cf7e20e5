package io.patchdrop.learn.evaluation;

import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.tensor.Actions;
import io.patchdrop.learn.tensor.Views;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The classifier of the recipe {@code anytime}: answers from a look and any number of patches.
 *
 * @param trunk the classifier of looks
 * @param classifier the mask-robust classifier of masked HR images
 * @param fusion what makes one answer of both
 */
public record TwoStream(Net trunk, Net classifier, Fusion fusion) {
    /** Both nets. */
    public List<Net> nets() {
        return List.of(trunk, classifier);
    }

    /** Class logits from looks alone, {@code [N, K]}, not fused. */
    public Tensor lrLogits(Tensor look) {
        return trunk.forward(look).to(ScalarType.Float);
    }

    /**
     * Fused class logits.
     *
     * @param images {@code [N, 3, H, W]}
     * @param lrLogits {@code [N, K]}, what {@link #lrLogits} gave
     * @param actions {@code [N, P]}
     * @return {@code [N, K]}
     */
    public Tensor logits(EvaluationContext context, Tensor images, Tensor lrLogits, Tensor actions) {
        Tensor hrLogits = classifier
                .forward(Actions.apply(images, actions, context.grid()))
                .to(ScalarType.Float);
        return fusion.fuse(hrLogits, lrLogits, actions);
    }

    /**
     * This classifier with patches that are chosen before the first is bought.
     *
     * @param name in tables
     * @param selector chooses the patches
     */
    public EvaluatedSystem oneShot(String name, PatchSystem.Selector selector) {
        return new OneShot(name, selector, this);
    }

    private record OneShot(String name, PatchSystem.Selector selector, TwoStream streams) implements EvaluatedSystem {
        @Override
        public List<Net> nets() {
            return streams.nets();
        }

        @Override
        public Answer answer(EvaluationContext context, Batch batch, Views views) {
            Tensor actions = selector.actions(context, batch, views.look());
            Tensor lrLogits = streams.lrLogits(views.look());
            return new Answer(streams.logits(context, views.images(), lrLogits, actions), actions);
        }
    }
}
