package io.patchdrop.learn.stages;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.patchdrop.learn.config.BaselinesConfig;
import io.patchdrop.learn.config.ClassifierConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.Accuracy;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.SharedFilters;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Sgd;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.ImagePipeline;
import io.patchdrop.learn.tensor.Losses;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains partially coupled networks (Wang et al., "Studying Very Low Resolution Recognition Using Deep Networks", CVPR
 * 2016): a branch that sees the upsampled look and a branch that sees the HR image share a part of the filters of every
 * convolution. Both learn to classify, and the LR branch also to find the features that the HR branch finds. Only the LR
 * branch is used afterwards; the epoch with its best validation accuracy is kept. Schedule and augmentation are LR-CNN's.
 */
public final class PartiallyCoupledTraining {
    private final StageContext context;
    private final Part stage;
    private final ClassifierConfig config;
    private final BaselinesConfig settings;
    private final Net lrBranch;
    private final Net hrBranch;
    private final SharedFilters shared;
    private final ImagePipeline pipeline;
    private final Sgd lrOptimiser;
    private final Sgd hrOptimiser;
    private final int stepsPerEpoch;

    /**
     * @param stage the name of what is trained
     * @param lrBranch a classifier of looks, trained in place; it takes over the shared filters of the other
     * @param hrBranch a classifier of HR images with the same layers, trained in place
     * @throws io.patchdrop.core.InvalidInputException if the branches' layers differ
     */
    public PartiallyCoupledTraining(StageContext context, Part stage, Net lrBranch, Net hrBranch) {
        this.context = context;
        this.stage = stage;
        this.config = context.config().lr();
        this.settings = context.config().baselines();
        this.lrBranch = lrBranch;
        this.hrBranch = hrBranch;
        this.shared = new SharedFilters(hrBranch, lrBranch, settings.pcnShared());
        this.pipeline = context.pipeline();
        this.lrOptimiser = new Sgd(Weights.parameters(lrBranch), config.momentum(), config.weightDecay());
        this.hrOptimiser = new Sgd(Weights.parameters(hrBranch), config.momentum(), config.weightDecay());
        this.stepsPerEpoch = context.stepsPerEpoch(config.batch());
    }

    /** Trains to the end, or to the next stop; afterwards both branches hold the best epoch's weights. */
    public void run() {
        Map<String, Net> nets = new LinkedHashMap<>();
        nets.put("lr", lrBranch);
        nets.put("hr", hrBranch);
        StageProgress progress = StageProgress.open(
                context, stage, nets, Map.of("lr", lrOptimiser, "hr", hrOptimiser), config.epochs(), stepsPerEpoch);
        while (progress.epoch() < config.epochs()) {
            trainOneEpoch(progress);
            double accuracy = Accuracy.of(context.evaluation(), context.data().validation(), Views::look, lrBranch);
            progress.average("val_accuracy", accuracy);
            progress.endEpoch(accuracy);
        }
        progress.finish();
    }

    private void trainOneEpoch(StageProgress progress) {
        lrBranch.train(true);
        hrBranch.train(true);
        try (BatchLoader loader = context.trainBatches(stage, progress.epoch(), config.batch(), progress.step())) {
            for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                step(batch, progress);
                progress.endStep();
            }
        }
    }

    private void step(Batch batch, StageProgress progress) {
        try (PointerScope scope = new PointerScope()) {
            Views views = pipeline.augmentedViews(batch, context.random(stage, progress.epoch(), progress.step()));
            Tensor labels = pipeline.labels(batch);
            Seen lr = see(lrBranch, views.look());
            Seen hr = see(hrBranch, views.images());

            Tensor lrLoss = cross_entropy_loss(lr.logits(), labels);
            Tensor hrLoss = cross_entropy_loss(hr.logits(), labels);
            // The HR features are the goal: they are not to become poorer for being easier to find.
            Tensor distance =
                    Losses.squaredDistance(lr.features(), hr.features().detach());
            lrLoss.add(hrLoss)
                    .add(distance.mul(new Scalar(settings.pcnCoupling())))
                    .backward();
            shared.sumGradients();
            double rate = config.learningRate() * config.schedule().factor(progress.share());
            lrOptimiser.step(rate);
            hrOptimiser.step(rate);

            progress.average("train_loss", lrLoss.item_double(), batch.size());
            progress.average("train_accuracy", 100 * Accuracy.share(lr.logits(), labels), batch.size());
            progress.average("train_hr_accuracy", 100 * Accuracy.share(hr.logits(), labels), batch.size());
            progress.average("train_distance", distance.item_double(), batch.size());
        }
    }

    /** What a branch makes of images: its last feature map {@code [N, C, h, w]} and its logits {@code [N, K]}. */
    private record Seen(Tensor features, Tensor logits) {}

    private Seen see(Net branch, Tensor images) {
        try (Compute.Autocast cast = context.compute().autocast()) {
            Tensor features = branch.features(images);
            return new Seen(features.to(ScalarType.Float), branch.head(features).to(ScalarType.Float));
        }
    }
}
