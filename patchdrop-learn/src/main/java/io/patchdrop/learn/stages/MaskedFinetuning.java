package io.patchdrop.learn.stages;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.patchdrop.core.Seeds;
import io.patchdrop.learn.config.PolicyStageConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.Accuracy;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.evaluation.SystemEvaluation;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Adam;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Fine-tunes an HR classifier by the cross-entropy of images under masks that need no training, drawn anew in each step:
 * Ft-1 and Ft-2 of systems that choose their patches without looking, and the classifier of the recipe {@code anytime}. In
 * Ft-2 the frozen LR classifier's logits are added. The classifier is treated as {@link JointFinetuning} treats PatchDrop's: Adam, learning rate, schedule, weight decay, epochs,
 * batch and augmentation are the same. The epoch with the best validation accuracy under masks of the same kind is kept.
 */
public final class MaskedFinetuning {
    private final StageContext context;
    private final Part part;
    private final PolicyStageConfig config;
    private final TrainingMasks masks;
    private final Net classifier;
    private final @Nullable Net lrClassifier;
    private final ImagePipeline pipeline;
    private final Adam optimiser;
    private final int stepsPerEpoch;

    /**
     * @param part its name
     * @param config its schedule; what concerns a policy net is not used
     * @param masks what each image is seen under
     * @param classifier the HR classifier, trained in place
     * @param lrClassifier the LR classifier of Ft-2, which is frozen; null in Ft-1
     */
    public MaskedFinetuning(
            StageContext context,
            Part part,
            PolicyStageConfig config,
            TrainingMasks masks,
            Net classifier,
            @Nullable Net lrClassifier) {
        this.context = context;
        this.part = part;
        this.config = config;
        this.masks = masks;
        this.classifier = classifier;
        this.lrClassifier = lrClassifier;
        this.pipeline = context.pipeline();
        this.optimiser = new Adam(Weights.parameters(classifier), config.weightDecay());
        this.stepsPerEpoch = context.stepsPerEpoch(config.batch());
        if (lrClassifier != null) {
            lrClassifier.freeze();
        }
    }

    /** Trains to the end, or to the next stop; afterwards the classifier holds the best epoch's weights. */
    public void run() {
        StageProgress progress = StageProgress.open(
                context,
                part,
                Map.of("classifier", classifier),
                Map.of("classifier", optimiser),
                config.epochs(),
                stepsPerEpoch);
        while (progress.epoch() < config.epochs()) {
            trainOneEpoch(progress);
            SystemEvaluation validation = evaluate();
            progress.average("val_accuracy", validation.statistics().accuracy());
            progress.average("patches", validation.statistics().meanPatches());
            progress.endEpoch(validation.statistics().accuracy());
        }
        progress.finish();
    }

    private void trainOneEpoch(StageProgress progress) {
        classifier.train(true);
        try (BatchLoader loader = context.trainBatches(part, progress.epoch(), config.batch(), progress.step())) {
            for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                step(batch, progress);
                progress.endStep();
            }
        }
    }

    private void step(Batch batch, StageProgress progress) {
        RandomGenerator random = context.random(part, progress.epoch(), progress.step());
        try (PointerScope scope = new PointerScope()) {
            Views views = pipeline.augmentedViews(batch, random);
            Tensor labels = pipeline.labels(batch);
            Tensor actions = masks.draw(views.look(), random);

            Tensor logits = fused(classify(views, actions), lrLogits(views.look()));
            Tensor loss = cross_entropy_loss(logits, labels);

            loss.backward();
            optimiser.step(config.classifierLearningRate() * config.schedule().factor(progress.share()));

            progress.average("train_patches", actions.sum(1).mean().item_double(), batch.size());
            progress.average("train_loss", loss.item_double(), batch.size());
            progress.average("train_accuracy", 100 * Accuracy.share(logits, labels), batch.size());
        }
    }

    private Tensor classify(Views views, Tensor actions) {
        try (Compute.Autocast cast = context.compute().autocast()) {
            return classifier.classify(views, actions).to(ScalarType.Float);
        }
    }

    private @Nullable Tensor lrLogits(Tensor look) {
        if (lrClassifier == null) {
            return null;
        }
        try (AutoGradMode noGradient = new AutoGradMode(false);
                Compute.Autocast cast = context.compute().autocast()) {
            return lrClassifier.forward(look).to(ScalarType.Float);
        }
    }

    private static Tensor fused(Tensor hrLogits, @Nullable Tensor lrLogits) {
        return lrLogits == null ? hrLogits : hrLogits.add(lrLogits);
    }

    /** On the validation split, with the same masks in every epoch. */
    private SystemEvaluation evaluate() {
        String purpose = part.key() + "/validation";
        PatchSystem.Selector selector = (evaluation, batch, look) ->
                masks.draw(look, Seeds.generator(context.config().seed(), purpose, batch.indices()[0]));
        PatchSystem system = new PatchSystem(part.title(), part.title(), selector, classifier, lrClassifier);
        return SystemEvaluation.of(context.evaluation(), context.data().validation(), system, config.sigma());
    }
}
