package io.patchdrop.learn.stages;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.patchdrop.learn.config.ClassifierConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.Accuracy;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Sgd;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains a classifier by cross-entropy: HR-CNN on whole HR images, LR-CNN on their LR looks. The epoch with the best
 * validation accuracy is kept.
 */
public final class ClassifierTraining {
    /** What a classifier sees of an image. */
    public enum Input {
        /** The LR look. */
        LOOK,
        /** The whole HR image; a net that learns from masks sees of most images some patches, and the look. */
        IMAGE
    }

    /**
     * For so long a net that encodes patches alone sees whole images, whose patches are not parted: it learns in a few
     * epochs what would take many from patches. Then the patches are parted and masked.
     */
    private static final double JOINED_SHARE = 0.5;

    private final StageContext context;
    private final Part stage;
    private final ClassifierConfig config;
    private final Net classifier;
    private final ImagePipeline pipeline;
    private final Input input;
    private final TrainingMasks masks;
    private final Sgd optimiser;
    private final int stepsPerEpoch;

    /**
     * @param stage the name of what is trained
     * @param input what the classifier sees
     * @param classifier the net, which is trained in place
     */
    public ClassifierTraining(StageContext context, Part stage, ClassifierConfig config, Input input, Net classifier) {
        this.context = context;
        this.stage = stage;
        this.config = config;
        this.classifier = classifier;
        this.pipeline = context.pipeline();
        this.input = input;
        this.masks = TrainingMasks.keepRates(
                context.grid().patches(), context.config().anytime().fullShare());
        this.optimiser = new Sgd(Weights.parameters(classifier), config.momentum(), config.weightDecay());
        this.stepsPerEpoch = context.stepsPerEpoch(config.batch());
    }

    /** Trains to the end, or to the next stop; afterwards the classifier holds the best epoch's weights. */
    public void run() {
        StageProgress progress = StageProgress.open(
                context,
                stage,
                Map.of("", classifier),
                Map.of("classifier", optimiser),
                config.epochs(),
                stepsPerEpoch);
        while (progress.epoch() < config.epochs()) {
            trainOneEpoch(progress);
            double accuracy = Accuracy.of(context.evaluation(), context.data().validation(), classifier, this::logits);
            progress.average("val_accuracy", accuracy);
            progress.average("learning_rate", learningRate(progress.epoch(), 0));
            progress.endEpoch(accuracy);
        }
        progress.finish();
    }

    private void trainOneEpoch(StageProgress progress) {
        classifier.train(true);
        try (BatchLoader loader = context.trainBatches(stage, progress.epoch(), config.batch(), progress.step())) {
            for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                step(batch, progress);
                progress.endStep();
            }
        }
    }

    private void step(Batch batch, StageProgress progress) {
        try (PointerScope scope = new PointerScope()) {
            RandomGenerator random = context.random(stage, progress.epoch(), progress.step());
            Views views = pipeline.augmentedViews(batch, random);
            Tensor labels = pipeline.labels(batch);
            Tensor logits;
            try (Compute.Autocast cast = context.compute().autocast()) {
                logits = answers(views, random, progress.share()).to(ScalarType.Float);
            }
            Tensor loss = cross_entropy_loss(logits, labels);
            loss.backward();
            optimiser.step(learningRate(progress.epoch(), progress.step()));
            progress.average("train_loss", loss.item_double(), batch.size());
            progress.average("train_accuracy", 100 * Accuracy.share(logits, labels), batch.size());
        }
    }

    /** The logits to learn from: of joined patches first, where the net can see them so. */
    private Tensor answers(Views views, RandomGenerator random, double share) {
        boolean joined = input == Input.IMAGE && classifier.learnsFromMasks() && share < JOINED_SHARE;
        return joined ? classifier.classifyJoined(views) : logits(views, random);
    }

    private Tensor logits(Views views, RandomGenerator random) {
        return switch (input) {
            case LOOK -> classifier.forward(views.look());
            case IMAGE ->
                classifier.learnsFromMasks()
                        ? classifier.classify(views, masks.draw(views.look(), random))
                        : classifier.forward(views.images());
        };
    }

    private double learningRate(int epoch, int step) {
        double progress = (double) ((long) epoch * stepsPerEpoch + step) / ((long) config.epochs() * stepsPerEpoch);
        return config.learningRate() * config.schedule().factor(progress);
    }
}
