package io.patchdrop.learn.evaluation;

import io.patchdrop.core.CentralPatches;
import io.patchdrop.core.PatchMask;
import io.patchdrop.core.Policy;
import io.patchdrop.core.RandomPatches;
import io.patchdrop.core.Seeds;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.patches.Actions;
import io.patchdrop.learn.patches.Views;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A system that answers from some patches: something that chooses them, and the classifier that answers.
 *
 * @param name its name in tables: {@code PatchDrop}, {@code Random}
 * @param stage its stage in tables: {@code Ft-1}, or {@code -}
 * @param selector what chooses the patches
 * @param classifier the classifier of masked HR images; null for a system that never looks at HR
 * @param lrClassifier the classifier of LR looks, whose logits are added (Ft-2) or stand alone (LR-CNN); null if unused
 */
public record PatchSystem(
        String name, String stage, Selector selector, @Nullable Net classifier, @Nullable Net lrClassifier)
        implements EvaluatedSystem {

    /** Chooses the patches of a batch of images. */
    @FunctionalInterface
    public interface Selector {
        /**
         * The patches to take of each image.
         *
         * @param context device, precision and grid
         * @param batch the images' indices in their split, for choices that are drawn
         * @param look {@code [N, 3, h, w]}
         * @return actions {@code [N, P]} of 0 and 1
         */
        Tensor actions(EvaluationContext context, Batch batch, Tensor look);
    }

    /** The policy net's most likely actions. The net is put into evaluation mode: no image's mask depends on its batch. */
    public static Selector learned(Net policy) {
        return (context, batch, look) -> {
            policy.train(false);
            return Actions.threshold(policy.forward(look).to(ScalarType.Float).sigmoid());
        };
    }

    /** Any {@link Policy} that needs no probabilities, drawn per image from the seed and the image's index. */
    public static Selector drawn(Policy policy, long seed, String purpose) {
        return (context, batch, look) -> {
            float[] unused = new float[context.grid().patches()];
            List<PatchMask> masks = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                masks.add(policy.choose(unused, Seeds.generator(seed, purpose, batch.indices()[i])));
            }
            return Actions.of(masks, context.compute().device());
        };
    }

    @Override
    public List<Net> nets() {
        return Stream.of(classifier, lrClassifier).flatMap(Stream::ofNullable).toList();
    }

    @Override
    public Answer answer(EvaluationContext context, Batch batch, Views views) {
        Tensor actions = selector.actions(context, batch, views.look());
        return new Answer(logits(views, actions), actions);
    }

    /** No patch. */
    public static Selector none() {
        return (context, batch, look) -> Actions.of(
                Collections.nCopies(batch.size(), PatchMask.none(context.grid().patches())),
                context.compute().device());
    }

    /** Every patch. */
    public static Selector all() {
        return (context, batch, look) -> Actions.of(
                Collections.nCopies(batch.size(), PatchMask.all(context.grid().patches())),
                context.compute().device());
    }

    /** This system with as many patches, {@code mean} on average, drawn uniformly. */
    public PatchSystem random(double mean, long seed) {
        return new PatchSystem(
                "Random", stage, drawn(new RandomPatches(mean), seed, "control/random"), classifier, lrClassifier);
    }

    /** This system with as many patches, {@code mean} on average, the most central ones. */
    public PatchSystem central(double mean, EvaluationContext context, long seed) {
        Policy policy = new CentralPatches(context.grid(), mean);
        return new PatchSystem("Central", stage, drawn(policy, seed, "control/central"), classifier, lrClassifier);
    }

    /**
     * Class logits of images from the patches taken.
     *
     * @param actions {@code [N, P]}
     * @return {@code [N, K]}
     */
    public Tensor logits(Views views, Tensor actions) {
        Tensor lr =
                lrClassifier == null ? null : lrClassifier.forward(views.look()).to(ScalarType.Float);
        if (classifier == null) {
            if (lr == null) {
                throw new IllegalStateException(name + " has no classifier");
            }
            return lr;
        }
        Tensor hr = classifier.classify(views, actions).to(ScalarType.Float);
        return lr == null ? hr : hr.add(lr);
    }
}
