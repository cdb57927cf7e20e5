package io.patchdrop.learn.stages;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.patchdrop.learn.config.PolicyStageConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.Accuracy;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.evaluation.SystemEvaluation;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Adam;
import io.patchdrop.learn.patches.Actions;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Stages Ft-1 and Ft-2: trains policy and HR classifier together, by the policy gradient of Pt plus the cross-entropy of
 * the sampled masked images. In Ft-2 the frozen LR classifier's logits are added to the HR classifier's, so that a
 * patch is worth buying only for what the look does not show already (Uzkent and Ermon, CVPR 2020, section 4).
 *
 * <p>The baseline pass runs in evaluation mode: masks that were not sampled must not move the batch-norm statistics.
 */
public final class JointFinetuning {
    private final StageContext context;
    private final Part stage;
    private final PolicyStageConfig config;
    private final Net policy;
    private final Net classifier;
    private final @Nullable Net lrClassifier;
    private final ImagePipeline pipeline;
    private final Adam policyOptimiser;
    private final Adam classifierOptimiser;
    private final int stepsPerEpoch;

    /**
     * @param stage {@link Stage#FT1} or {@link Stage#FT2}
     * @param policy the policy net, trained in place
     * @param classifier the HR classifier, trained in place
     * @param lrClassifier the LR classifier of Ft-2, which is frozen; null in Ft-1
     */
    public JointFinetuning(StageContext context, Stage stage, Net policy, Net classifier, @Nullable Net lrClassifier) {
        this(
                context,
                stage,
                stage == Stage.FT2 ? context.config().ft2() : context.config().ft1(),
                policy,
                classifier,
                lrClassifier);
    }

    /**
     * As a stage of another system, whose classifier is of another kind.
     *
     * @param stage its name
     * @param config its schedule
     */
    public JointFinetuning(
            StageContext context,
            Part stage,
            PolicyStageConfig config,
            Net policy,
            Net classifier,
            @Nullable Net lrClassifier) {
        this.context = context;
        this.stage = stage;
        this.config = config;
        this.policy = policy;
        this.classifier = classifier;
        this.lrClassifier = lrClassifier;
        this.pipeline = context.pipeline();
        this.policyOptimiser = new Adam(Weights.parameters(policy), 0);
        this.classifierOptimiser = new Adam(Weights.parameters(classifier), config.weightDecay());
        this.stepsPerEpoch = context.stepsPerEpoch(config.batch());
        if (lrClassifier != null) {
            lrClassifier.freeze();
        }
    }

    /** Trains to the end, or to the next stop; afterwards both nets hold the best epoch's weights. */
    public void run() {
        Map<String, Net> nets = new LinkedHashMap<>();
        nets.put("policy", policy);
        nets.put("classifier", classifier);
        StageProgress progress = StageProgress.open(
                context,
                stage,
                nets,
                Map.of("policy", policyOptimiser, "classifier", classifierOptimiser),
                config.epochs(),
                stepsPerEpoch);
        while (progress.epoch() < config.epochs()) {
            double alpha = config.alpha(progress.epoch());
            trainOneEpoch(progress, alpha);
            progress.average("alpha", alpha);
            progress.endPolicyEpoch(evaluate());
        }
        progress.finish();
    }

    private void trainOneEpoch(StageProgress progress, double alpha) {
        policy.train(true);
        try (BatchLoader loader = context.trainBatches(stage, progress.epoch(), config.batch(), progress.step())) {
            for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                step(batch, alpha, progress);
                progress.endStep();
            }
        }
    }

    private void step(Batch batch, double alpha, StageProgress progress) {
        RandomGenerator random = context.random(stage, progress.epoch(), progress.step());
        try (PointerScope scope = new PointerScope()) {
            Views views = pipeline.augmentedViews(batch, random);
            Tensor labels = pipeline.labels(batch);
            Tensor look = views.look();

            Tensor probabilities = probabilities(look);
            Tensor softened = Actions.soften(probabilities, alpha);
            Tensor sampled = Actions.sample(softened.detach(), random);
            Tensor likely = Actions.threshold(probabilities.detach());
            Tensor lrLogits = lrLogits(look);

            Tensor baseline = baseline(views, labels, likely, lrLogits);
            Tensor logits = fused(classify(views, sampled, true), lrLogits);
            Tensor reward = Actions.reward(logits.detach(), labels, sampled, config.sigma());
            Tensor policyLoss = Actions.logLikelihood(softened, sampled)
                    .mul(reward.sub(baseline))
                    .mean()
                    .neg();
            Tensor classifierLoss = cross_entropy_loss(logits, labels);

            policyLoss.add(classifierLoss).backward();
            double factor = config.schedule().factor(progress.share());
            policyOptimiser.step(config.policyLearningRate() * factor);
            classifierOptimiser.step(config.classifierLearningRate() * factor);

            progress.average("train_reward", reward.mean().item_double(), batch.size());
            progress.average("train_patches", sampled.sum(1).mean().item_double(), batch.size());
            progress.average("train_loss", classifierLoss.item_double(), batch.size());
            progress.average("train_accuracy", 100 * Accuracy.share(logits, labels), batch.size());
        }
    }

    private Tensor probabilities(Tensor look) {
        try (Compute.Autocast cast = context.compute().autocast()) {
            return policy.forward(look).to(ScalarType.Float).sigmoid();
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

    /** Reward of the most likely masks, {@code [N]}; no gradient, no trace in the classifier. */
    private Tensor baseline(Views views, Tensor labels, Tensor likely, @Nullable Tensor lrLogits) {
        try (AutoGradMode noGradient = new AutoGradMode(false)) {
            Tensor logits = fused(classify(views, likely, false), lrLogits);
            return Actions.reward(logits, labels, likely, config.sigma());
        }
    }

    private Tensor classify(Views views, Tensor actions, boolean training) {
        classifier.train(training);
        try (Compute.Autocast cast = context.compute().autocast()) {
            return classifier.classify(views, actions).to(ScalarType.Float);
        }
    }

    private static Tensor fused(Tensor hrLogits, @Nullable Tensor lrLogits) {
        return lrLogits == null ? hrLogits : hrLogits.add(lrLogits);
    }

    private SystemEvaluation evaluate() {
        PatchSystem system =
                new PatchSystem("PatchDrop", stage.title(), PatchSystem.learned(policy), classifier, lrClassifier);
        return SystemEvaluation.of(context.evaluation(), context.data().validation(), system, config.sigma());
    }
}
