package io.patchdrop.learn.evaluation;

import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.patches.Actions;
import io.patchdrop.learn.patches.Views;
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
     * Takes up a batch, to be answered under any masks: fused class logits {@code [k * N, K]} of actions {@code [k * N, P]}.
     */
    public Net.Seen seen(Views views) {
        Tensor lrLogits = lrLogits(views.look());
        Net.Seen patches = classifier.seen(views);
        return actions -> {
            int times = Math.toIntExact(actions.size(0) / lrLogits.size(0));
            return fusion.fuse(
                    patches.logits(actions).to(ScalarType.Float), Actions.repeated(lrLogits, times), actions);
        };
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
            return new Answer(streams.seen(views).logits(actions), actions);
        }
    }
}
