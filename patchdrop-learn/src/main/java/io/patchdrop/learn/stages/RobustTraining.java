package io.patchdrop.learn.stages;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.Seeds;
import io.patchdrop.learn.config.AnytimeConfig;
import io.patchdrop.learn.config.ClassifierConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.Accuracy;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Sgd;
import io.patchdrop.learn.tensor.Actions;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains an HR classifier that answers from any patches: as HR-CNN, but each image is seen under a random mask, whose
 * keep-rate is drawn for the image; a share of each batch is seen whole, and in the first part of the training every
 * image. The epoch with the best validation accuracy is
 * kept, measured half on whole and half on masked images.
 */
public final class RobustTraining {
    private final StageContext context;
    private final Part part;
    private final ClassifierConfig config;
    private final AnytimeConfig masking;
    private final Net classifier;
    private final ImagePipeline pipeline;
    private final PatchGrid grid;
    private final Sgd optimiser;
    private final int stepsPerEpoch;

    /**
     * @param config the schedule
     * @param masking which images are masked, and from when on
     * @param classifier the net, which is trained in place
     */
    public RobustTraining(
            StageContext context, Part part, ClassifierConfig config, AnytimeConfig masking, Net classifier) {
        this.context = context;
        this.part = part;
        this.config = config;
        this.masking = masking;
        this.classifier = classifier;
        this.pipeline = context.pipeline();
        this.grid = context.grid();
        this.optimiser = new Sgd(Weights.parameters(classifier), config.momentum(), config.weightDecay());
        this.stepsPerEpoch = context.stepsPerEpoch(config.batch());
    }

    /** Trains to the end, or to the next stop; afterwards the classifier holds the best epoch's weights. */
    public void run() {
        StageProgress progress = StageProgress.open(
                context, part, Map.of("", classifier), Map.of("classifier", optimiser), config.epochs(), stepsPerEpoch);
        while (progress.epoch() < config.epochs()) {
            trainOneEpoch(progress);
            double whole = accuracy(1);
            double masked = accuracy(0);
            progress.average("val_accuracy", whole);
            progress.average("val_masked_accuracy", masked);
            progress.endEpoch((whole + masked) / 2);
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
            Tensor images = pipeline.augmentedViews(batch, random).images();
            Tensor labels = pipeline.labels(batch);
            Tensor actions = Actions.random(
                    batch.size(),
                    grid.patches(),
                    whole(progress),
                    random,
                    context.compute().device());
            Tensor logits;
            try (Compute.Autocast cast = context.compute().autocast()) {
                logits =
                        classifier.forward(Actions.apply(images, actions, grid)).to(ScalarType.Float);
            }
            Tensor loss = cross_entropy_loss(logits, labels);
            loss.backward();
            optimiser.step(config.learningRate() * config.schedule().factor(progress.share()));
            progress.average("train_loss", loss.item_double(), batch.size());
            progress.average("train_accuracy", 100 * Accuracy.share(logits, labels), batch.size());
        }
    }

    /** The share of a batch that is seen whole. */
    private double whole(StageProgress progress) {
        return progress.share() < masking.masksFrom() ? 1 : masking.fullShare();
    }

    /** Validation accuracy in percent, under the same masks in every epoch. */
    private double accuracy(double unmasked) {
        classifier.train(false);
        RandomGenerator random = Seeds.generator(context.config().seed(), part.key() + "/validation");
        long[] right = new long[2];
        context.evaluation().forEachBatch(context.data().validation(), batch -> {
            Tensor actions = Actions.random(
                    batch.size(),
                    grid.patches(),
                    unmasked,
                    random,
                    context.compute().device());
            try (Compute.Autocast cast = context.compute().autocast()) {
                Tensor images = pipeline.views(batch).images();
                Tensor logits = classifier.forward(Actions.apply(images, actions, grid));
                right[0] += Math.round(Accuracy.share(logits, pipeline.labels(batch)) * batch.size());
                right[1] += batch.size();
            }
        });
        return 100.0 * right[0] / Math.max(1, right[1]);
    }
}
