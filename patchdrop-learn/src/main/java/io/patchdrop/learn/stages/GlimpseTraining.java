package io.patchdrop.learn.stages;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.patchdrop.learn.config.PolicyStageConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.Accuracy;
import io.patchdrop.learn.evaluation.GlimpseSystem;
import io.patchdrop.learn.evaluation.SystemEvaluation;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Adam;
import io.patchdrop.learn.optimiser.Optimiser;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.Glimpses;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The stages of STN (Jaderberg et al., NeurIPS 2015): a localisation net sees the look and places windows on the HR image,
 * and the cross-entropy of what the classifier answers from them is differentiated through the windows' edges. In Pt the
 * classifier is frozen and passes gradients on; in Ft-1 it is trained too; in Ft-2 the frozen LR classifier's logits are
 * added. The epoch with the best validation accuracy, windows on whole pixels, is kept.
 */
public final class GlimpseTraining {
    /**
     * Ramp of a window's edges in training, in sides of a patch. Bilinear sampling, a ramp of one pixel, lets a window feel
     * only the pixels beside its edges; a wider one shows it where to go from further away.
     */
    private static final double RAMP = 0.25;

    private final StageContext context;
    private final Part part;
    private final PolicyStageConfig config;
    private final double mean;
    private final Net localiser;
    private final Net classifier;
    private final @Nullable Net lrClassifier;
    private final ImagePipeline pipeline;
    private final Glimpses glimpses;
    private final Adam localiserOptimiser;
    private final @Nullable Adam classifierOptimiser;
    private final int stepsPerEpoch;

    /** Which nets a stage trains. */
    public enum Trains {
        /** The localisation net; the classifier is frozen. */
        LOCALISER,
        /** Both. */
        BOTH
    }

    /**
     * @param part its name
     * @param config its schedule; alpha and sigma are not used
     * @param trains which nets learn
     * @param mean windows of an image on average, from 0 to P
     * @param localiser the localisation net, trained in place
     * @param classifier the HR classifier
     * @param lrClassifier the LR classifier of Ft-2, which is frozen; null otherwise
     */
    public GlimpseTraining(
            StageContext context,
            Part part,
            PolicyStageConfig config,
            Trains trains,
            double mean,
            Net localiser,
            Net classifier,
            @Nullable Net lrClassifier) {
        this.context = context;
        this.part = part;
        this.config = config;
        this.mean = mean;
        this.localiser = localiser;
        this.classifier = classifier;
        this.lrClassifier = lrClassifier;
        this.pipeline = context.pipeline();
        this.glimpses = Glimpses.averaging(context.grid(), mean);
        this.localiserOptimiser = new Adam(Weights.parameters(localiser), 0);
        this.classifierOptimiser = switch (trains) {
            case LOCALISER -> null;
            case BOTH -> new Adam(Weights.parameters(classifier), config.weightDecay());
        };
        this.stepsPerEpoch = context.stepsPerEpoch(config.batch());
        if (classifierOptimiser == null) {
            classifier.freeze();
        }
        if (lrClassifier != null) {
            lrClassifier.freeze();
        }
    }

    /** Trains to the end, or to the next stop; afterwards what was trained holds the best epoch's weights. */
    public void run() {
        Map<String, Net> nets = new LinkedHashMap<>();
        Map<String, Optimiser> optimisers = new LinkedHashMap<>();
        nets.put("localiser", localiser);
        optimisers.put("localiser", localiserOptimiser);
        if (classifierOptimiser != null) {
            nets.put("classifier", classifier);
            optimisers.put("classifier", classifierOptimiser);
        }
        StageProgress progress = StageProgress.open(context, part, nets, optimisers, config.epochs(), stepsPerEpoch);
        while (progress.epoch() < config.epochs()) {
            trainOneEpoch(progress);
            SystemEvaluation validation = evaluate();
            progress.average("val_accuracy", validation.statistics().accuracy());
            progress.average("patches", validation.statistics().meanPatches());
            progress.average("masks", validation.statistics().distinctMasks());
            progress.endEpoch(validation.statistics().accuracy());
        }
        progress.finish();
    }

    private void trainOneEpoch(StageProgress progress) {
        localiser.train(true);
        classifier.train(classifierOptimiser != null);
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

            Tensor centres = glimpses.centres(numbers(views.look()));
            Tensor present = glimpses.present(
                    mean, batch.size(), image -> random, context.compute().device());
            Tensor mask = glimpses.mask(centres, present, ramp());
            Tensor logits = fused(classify(views.images().mul(mask)), lrLogits(views.look()));
            Tensor loss = cross_entropy_loss(logits, labels);

            loss.backward();
            double factor = config.schedule().factor(progress.share());
            localiserOptimiser.step(config.policyLearningRate() * factor);
            if (classifierOptimiser != null) {
                classifierOptimiser.step(config.classifierLearningRate() * factor);
            }

            progress.average("train_patches", present.sum(1).mean().item_double(), batch.size());
            progress.average("train_loss", loss.item_double(), batch.size());
            progress.average("train_accuracy", 100 * Accuracy.share(logits, labels), batch.size());
        }
    }

    /** In pixels. */
    private double ramp() {
        return Math.max(1, RAMP * context.grid().patchWidth());
    }

    private Tensor numbers(Tensor look) {
        try (Compute.Autocast cast = context.compute().autocast()) {
            return localiser.forward(look).to(ScalarType.Float);
        }
    }

    /** Logits of images that are zero outside the windows; in channels_last, as all images. */
    private Tensor classify(Tensor glimpsed) {
        try (Compute.Autocast cast = context.compute().autocast()) {
            return classifier
                    .forward(glimpsed.contiguous(MemoryFormat.ChannelsLast))
                    .to(ScalarType.Float);
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

    private SystemEvaluation evaluate() {
        GlimpseSystem system = new GlimpseSystem(
                "STN",
                part.title(),
                localiser,
                classifier,
                lrClassifier,
                mean,
                context.config().seed());
        return SystemEvaluation.of(context.evaluation(), context.data().validation(), system, config.sigma());
    }
}
