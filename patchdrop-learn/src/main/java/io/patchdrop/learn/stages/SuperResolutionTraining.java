package io.patchdrop.learn.stages;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.patchdrop.learn.config.BaselinesConfig;
import io.patchdrop.learn.config.ClassifierConfig;
import io.patchdrop.learn.config.LearningRateSchedule;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.Accuracy;
import io.patchdrop.learn.nets.Discriminator;
import io.patchdrop.learn.nets.Generator;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.OwnedModule;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Adam;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.ImagePipeline;
import io.patchdrop.learn.tensor.Losses;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains SRGAN (Ledig et al., "Photo-Realistic Single Image Super-Resolution Using a Generative Adversarial Network", CVPR
 * 2017) from looks to HR images, for a classifier that answers from its images. Three phases, each a share of the steps:
 *
 * <ol>
 *   <li>content: the generator alone; squared distances of pixels and of HR-CNN's features, in VGG's place, and the
 *       cross-entropy of HR-CNN on what was made;
 *   <li>adversarial: the same, against a discriminator;
 *   <li>joint: against the discriminator, and the classifier, which starts as HR-CNN, learns to read what the generator
 *       makes, both by its cross-entropy.
 * </ol>
 *
 * <p>The epoch with the best validation accuracy is kept, so an epoch with HR-CNN as it was can win. Epochs, batch and
 * augmentation are LR-CNN's.
 */
public final class SuperResolutionTraining {
    /** Adam's step for one of LR-CNN's stochastic gradient descent: 1e-3 where that has 0.1. */
    private static final double ADAM_SHARE = 0.01;

    /** The discriminator's step for one of the generator's: it must not win too fast. */
    private static final double DISCRIMINATOR_SHARE = 0.1;

    private static final double ADVERSARIAL_FROM = 0.3;
    private static final double JOINT_FROM = 0.5;

    private final StageContext context;
    private final Part stage;
    private final ClassifierConfig config;
    private final BaselinesConfig settings;
    private final Generator generator;
    private final Discriminator discriminator;
    private final Net classifier;
    private final Net guide;
    private final ImagePipeline pipeline;
    private final Adam generatorOptimiser;
    private final Adam discriminatorOptimiser;
    private final Adam classifierOptimiser;
    private final int stepsPerEpoch;

    private enum Phase {
        CONTENT,
        ADVERSARIAL,
        JOINT;

        static Phase at(double share) {
            return share < ADVERSARIAL_FROM ? CONTENT : share < JOINT_FROM ? ADVERSARIAL : JOINT;
        }
    }

    /**
     * @param stage the name of what is trained
     * @param generator from looks to images of HR size, trained in place
     * @param discriminator of HR images, trained in place
     * @param classifier HR-CNN, trained further in place
     * @param guide HR-CNN again, which is frozen
     */
    public SuperResolutionTraining(
            StageContext context,
            Part stage,
            Generator generator,
            Discriminator discriminator,
            Net classifier,
            Net guide) {
        this.context = context;
        this.stage = stage;
        this.config = context.config().lr();
        this.settings = context.config().baselines();
        this.generator = generator;
        this.discriminator = discriminator;
        this.classifier = classifier;
        this.guide = guide;
        this.pipeline = context.pipeline();
        this.generatorOptimiser = new Adam(Weights.parameters(generator), 0);
        this.discriminatorOptimiser = new Adam(Weights.parameters(discriminator), 0);
        this.classifierOptimiser = new Adam(Weights.parameters(classifier), 0);
        this.stepsPerEpoch = context.stepsPerEpoch(config.batch());
        guide.freeze();
    }

    /** Trains to the end, or to the next stop; afterwards the nets hold the best epoch's weights. */
    public void run() {
        Map<String, OwnedModule> nets = new LinkedHashMap<>();
        nets.put("generator", generator);
        nets.put("discriminator", discriminator);
        nets.put("classifier", classifier);
        StageProgress progress = StageProgress.open(
                context,
                stage,
                nets,
                Map.of(
                        "generator", generatorOptimiser,
                        "discriminator", discriminatorOptimiser,
                        "classifier", classifierOptimiser),
                config.epochs(),
                stepsPerEpoch);
        while (progress.epoch() < config.epochs()) {
            trainOneEpoch(progress);
            generator.train(false);
            double accuracy = Accuracy.of(
                    context.evaluation(),
                    context.data().validation(),
                    views -> generator.forward(views.look()),
                    classifier);
            progress.average("val_accuracy", accuracy);
            progress.endEpoch(accuracy);
        }
        progress.finish();
    }

    private void trainOneEpoch(StageProgress progress) {
        generator.train(true);
        discriminator.train(true);
        try (BatchLoader loader = context.trainBatches(stage, progress.epoch(), config.batch(), progress.step())) {
            for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                step(batch, progress);
                progress.endStep();
            }
        }
    }

    private void step(Batch batch, StageProgress progress) {
        Phase phase = Phase.at(progress.share());
        double rate = learningRate(progress.share());
        try (PointerScope scope = new PointerScope()) {
            Views views = pipeline.augmentedViews(batch, context.random(stage, progress.epoch(), progress.step()));
            Tensor labels = pipeline.labels(batch);
            Tensor made = generate(views.look());

            Tensor pixels = Losses.squaredDistance(made, views.images());
            Tensor features = features(guide, made);
            Tensor content = Losses.squaredDistance(features, featuresToFind(views.images()));
            boolean joint = phase == Phase.JOINT;
            classifier.train(joint);
            Tensor logits = joint ? answer(made) : guide.head(features);
            Tensor task = cross_entropy_loss(logits, labels);
            Tensor loss = pixels.add(content.mul(new Scalar(settings.srganFeatures())))
                    .add(task.mul(new Scalar(joint ? 1 : settings.srganTask())));
            if (phase != Phase.CONTENT) {
                Tensor deception = Losses.deception(judge(made));
                loss = loss.add(deception.mul(new Scalar(settings.srganAdversarial())));
            }
            loss.backward();
            generatorOptimiser.step(rate);
            if (joint) {
                classifierOptimiser.step(rate);
            }
            if (phase != Phase.CONTENT) {
                double discrimination = trainDiscriminator(views.images(), made.detach(), rate);
                progress.average("train_discrimination", discrimination, batch.size());
            }
            progress.average("train_pixels", pixels.item_double(), batch.size());
            progress.average("train_features", content.item_double(), batch.size());
            progress.average("train_loss", task.item_double(), batch.size());
            progress.average("train_accuracy", 100 * Accuracy.share(logits, labels), batch.size());
        }
    }

    /** One step of the discriminator alone; gives its loss. */
    private double trainDiscriminator(Tensor images, Tensor made, double rate) {
        // The generator's loss went through the discriminator and left gradients there that are not its own.
        discriminator.zero_grad(true);
        Tensor loss = Losses.discrimination(judge(images), judge(made));
        loss.backward();
        discriminatorOptimiser.step(DISCRIMINATOR_SHARE * rate);
        return loss.item_double();
    }

    private Tensor generate(Tensor look) {
        try (Compute.Autocast cast = context.compute().autocast()) {
            return generator.forward(look).to(ScalarType.Float);
        }
    }

    private Tensor judge(Tensor images) {
        try (Compute.Autocast cast = context.compute().autocast()) {
            return discriminator.forward(images).to(ScalarType.Float);
        }
    }

    private Tensor answer(Tensor images) {
        try (Compute.Autocast cast = context.compute().autocast()) {
            return classifier.forward(images).to(ScalarType.Float);
        }
    }

    private Tensor features(Net net, Tensor images) {
        try (Compute.Autocast cast = context.compute().autocast()) {
            return net.features(images).to(ScalarType.Float);
        }
    }

    private Tensor featuresToFind(Tensor images) {
        try (AutoGradMode noGradient = new AutoGradMode(false)) {
            return features(guide, images);
        }
    }

    /** Falls along a half cosine twice: once for the generator alone, once from where the classifier joins in. */
    private double learningRate(double share) {
        double progress = share < JOINT_FROM ? share / JOINT_FROM : (share - JOINT_FROM) / (1 - JOINT_FROM);
        return ADAM_SHARE * config.learningRate() * LearningRateSchedule.COSINE.factor(progress);
    }
}
