package io.patchdrop.learn.stages;

import io.patchdrop.learn.config.PolicyStageConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.evaluation.SystemEvaluation;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Adam;
import io.patchdrop.learn.patches.Actions;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Stage Pt: trains the policy alone by policy gradient with a self-critical baseline; the HR classifier is frozen and
 * only says whether a masked image is still answered rightly (Uzkent and Ermon, CVPR 2020, section 4).
 *
 * <p>The frozen classifier runs once a step, without recording gradients, over the sampled and the most likely masks
 * together.
 */
public final class PolicyPretraining {
    private final StageContext context;
    private final Part stage;
    private final PolicyStageConfig config;
    private final Net policy;
    private final Net classifier;
    private final ImagePipeline pipeline;
    private final Adam optimiser;
    private final int stepsPerEpoch;

    /**
     * @param policy the policy net, trained in place
     * @param classifier the HR classifier; it is frozen
     */
    public PolicyPretraining(StageContext context, Net policy, Net classifier) {
        this(context, Stage.PT, policy, classifier);
    }

    /**
     * As the stage Pt of another system, whose classifier is of another kind.
     *
     * @param stage its name
     */
    public PolicyPretraining(StageContext context, Part stage, Net policy, Net classifier) {
        this.context = context;
        this.stage = stage;
        this.config = context.config().pt();
        this.policy = policy;
        this.classifier = classifier;
        this.pipeline = context.pipeline();
        this.optimiser = new Adam(Weights.parameters(policy), 0);
        this.stepsPerEpoch = context.stepsPerEpoch(config.batch());
        classifier.freeze();
    }

    /** Trains to the end, or to the next stop; afterwards the policy holds the best epoch's weights. */
    public void run() {
        StageProgress progress = StageProgress.open(
                context, stage, Map.of("policy", policy), Map.of("policy", optimiser), config.epochs(), stepsPerEpoch);
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
            Tensor advantage = advantage(views, labels, sampled, Actions.threshold(probabilities.detach()), progress);

            Tensor loss = Actions.logLikelihood(softened, sampled)
                    .mul(advantage)
                    .mean()
                    .neg();
            loss.backward();
            optimiser.step(learningRate(progress));
            progress.average("train_patches", sampled.sum(1).mean().item_double(), batch.size());
        }
    }

    private Tensor probabilities(Tensor look) {
        try (Compute.Autocast cast = context.compute().autocast()) {
            return policy.forward(look).to(ScalarType.Float).sigmoid();
        }
    }

    /** Reward of the sampled masks minus that of the most likely ones, {@code [N]}; no gradient flows through it. */
    private Tensor advantage(Views views, Tensor labels, Tensor sampled, Tensor likely, StageProgress progress) {
        long count = labels.size(0);
        try (AutoGradMode noGradient = new AutoGradMode(false);
                Compute.Autocast cast = context.compute().autocast()) {
            Tensor logits = classifier
                    .seen(views)
                    .logits(Actions.stack(sampled, likely))
                    .to(ScalarType.Float);
            Tensor reward = Actions.reward(logits.narrow(0, 0, count), labels, sampled, config.sigma());
            Tensor baseline = Actions.reward(logits.narrow(0, count, count), labels, likely, config.sigma());
            progress.average("train_reward", reward.mean().item_double(), (double) count);
            return reward.sub(baseline);
        }
    }

    private SystemEvaluation evaluate() {
        PatchSystem system = new PatchSystem("PatchDrop", stage.title(), PatchSystem.learned(policy), classifier, null);
        return SystemEvaluation.of(context.evaluation(), context.data().validation(), system, config.sigma());
    }

    private double learningRate(StageProgress progress) {
        return config.policyLearningRate() * config.schedule().factor(progress.share());
    }
}
