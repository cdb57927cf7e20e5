package io.patchdrop.learn.stages;

import io.patchdrop.learn.config.PolicyStageConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.SystemEvaluation;
import io.patchdrop.learn.evaluation.TwoStream;
import io.patchdrop.learn.nets.ScoreNet;
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
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Trains the patch scores of the recipe {@code anytime} by policy gradient against the frozen two-stream classifier, on
 * images that the classifier has not seen: of its own training images it is nearly always right, so there the reward
 * lies. Each image is masked K times, and the baseline of a sample is the mean reward of the image's other samples
 * (Kool, van Hoof and Welling, "Buy 4 REINFORCE samples, get a baseline for free!", 2019).
 */
public final class ScoreTraining {
    private final StageContext context;
    private final Part part;
    private final PolicyStageConfig config;
    private final int samples;
    private final ScoreNet scores;
    private final TwoStream streams;
    private final ImagePipeline pipeline;
    private final Adam optimiser;
    private final int stepsPerEpoch;

    /**
     * @param context trains on images that the classifiers have not seen
     * @param config the schedule
     * @param samples K, masks of each image, at least 2
     * @param scores the net, trained in place
     * @param streams the classifier; it is frozen
     */
    public ScoreTraining(
            StageContext context,
            Part part,
            PolicyStageConfig config,
            int samples,
            ScoreNet scores,
            TwoStream streams) {
        this.context = context;
        this.part = part;
        this.config = config;
        this.samples = samples;
        this.scores = scores;
        this.streams = streams;
        this.pipeline = context.pipeline();
        this.optimiser = new Adam(Weights.parameters(scores), 0);
        this.stepsPerEpoch = context.stepsPerEpoch(config.batch());
        streams.nets().forEach(net -> net.freeze());
    }

    /** Trains to the end, or to the next stop; afterwards the net holds the best epoch's weights. */
    public void run() {
        StageProgress progress = StageProgress.open(
                context, part, Map.of("", scores), Map.of("scores", optimiser), config.epochs(), stepsPerEpoch);
        while (progress.epoch() < config.epochs()) {
            double alpha = config.alpha(progress.epoch());
            trainOneEpoch(progress, alpha);
            progress.average("alpha", alpha);
            progress.endPolicyEpoch(evaluate());
        }
        progress.finish();
    }

    private void trainOneEpoch(StageProgress progress, double alpha) {
        scores.train(true);
        try (BatchLoader loader = context.trainBatches(part, progress.epoch(), config.batch(), progress.step())) {
            for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                step(batch, alpha, progress);
                progress.endStep();
            }
        }
    }

    private void step(Batch batch, double alpha, StageProgress progress) {
        RandomGenerator random = context.random(part, progress.epoch(), progress.step());
        try (PointerScope scope = new PointerScope()) {
            Views views = pipeline.augmentedViews(batch, random);
            Tensor labels = pipeline.labels(batch);

            Tensor probabilities = Actions.repeated(
                    Actions.soften(scores.scores(views.look()).logits().sigmoid(), alpha), samples);
            Tensor sampled = Actions.sample(probabilities.detach(), random);
            Tensor reward = reward(views, labels, sampled);

            Tensor loss = Actions.logLikelihood(probabilities, sampled)
                    .mul(advantage(reward))
                    .mean()
                    .neg();
            loss.backward();
            optimiser.step(config.policyLearningRate() * config.schedule().factor(progress.share()));
            progress.average("train_reward", reward.mean().item_double(), batch.size());
            progress.average("train_patches", sampled.sum(1).mean().item_double(), batch.size());
        }
    }

    /** Rewards of all samples, {@code [K * N]}; no gradient. */
    private Tensor reward(Views views, Tensor labels, Tensor sampled) {
        try (AutoGradMode noGradient = new AutoGradMode(false);
                Compute.Autocast cast = context.compute().autocast()) {
            Tensor logits = streams.seen(views).logits(sampled);
            return Actions.reward(logits, Actions.repeated(labels, samples), sampled, config.sigma());
        }
    }

    /** Each sample's reward minus the mean of the image's other samples, {@code [K * N]}. */
    private Tensor advantage(Tensor reward) {
        Tensor byImage = reward.view(samples, -1);
        Tensor others = byImage.sum(0).sub(byImage).div(new Scalar(samples - 1));
        return byImage.sub(others).reshape(-1);
    }

    private SystemEvaluation evaluate() {
        return SystemEvaluation.of(
                context.evaluation(),
                context.data().validation(),
                streams.oneShot("Anytime", (evaluation, batch, look) -> {
                    scores.train(false);
                    return Actions.threshold(scores.scores(look).logits().sigmoid());
                }),
                config.sigma());
    }
}
