package io.patchdrop.learn.stages;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;

import io.patchdrop.core.Seeds;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.Accuracy;
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
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains the value head: P(right answer | look, mask) = sigmoid(b + sum of w_i over the patches taken), by cross-entropy
 * on random masks, on images that the classifiers have not seen. It says before anything is bought what a mask is worth,
 * and so, at any price of a patch, which patches to buy.
 */
public final class ValueTraining {
    private final StageContext context;
    private final Part part;
    private final int epochs;
    private final double learningRate;
    private final int batchSize;
    private final int masks;
    private final ScoreNet value;
    private final TwoStream streams;
    private final ImagePipeline pipeline;
    private final Adam optimiser;
    private final int stepsPerEpoch;

    /**
     * @param context trains on images that the classifiers have not seen; settings are those of {@code anytime}
     * @param masks random masks of each image in a step
     * @param value the net, trained in place: its scores are w, its image score is b
     * @param streams the classifier; it is frozen
     */
    public ValueTraining(StageContext context, Part part, int masks, ScoreNet value, TwoStream streams) {
        this.context = context;
        this.part = part;
        this.epochs = context.config().anytime().valueEpochs();
        this.learningRate = context.config().anytime().valueLearningRate();
        this.batchSize = context.config().anytime().scores().batch();
        this.masks = masks;
        this.value = value;
        this.streams = streams;
        this.pipeline = context.pipeline();
        this.optimiser = new Adam(Weights.parameters(value), 1e-4);
        this.stepsPerEpoch = context.stepsPerEpoch(batchSize);
        streams.nets().forEach(net -> net.freeze());
    }

    /** Trains to the end, or to the next stop; afterwards the net holds the best epoch's weights. */
    public void run() {
        StageProgress progress =
                StageProgress.open(context, part, Map.of("", value), Map.of("value", optimiser), epochs, stepsPerEpoch);
        while (progress.epoch() < epochs) {
            trainOneEpoch(progress);
            double loss = validationLoss();
            progress.average("val_loss", loss);
            progress.endEpoch(-loss);
        }
        progress.finish();
    }

    private void trainOneEpoch(StageProgress progress) {
        value.train(true);
        try (BatchLoader loader = context.trainBatches(part, progress.epoch(), batchSize, progress.step())) {
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
            Tensor loss = loss(views, pipeline.labels(batch), random);
            loss.backward();
            // A half cosine: a head that is trained for a few epochs only gains from small last steps.
            optimiser.step(learningRate * (1 + Math.cos(Math.PI * progress.share())) / 2);
            progress.average("train_loss", loss.item_double(), batch.size());
        }
    }

    private Tensor loss(Views views, Tensor labels, RandomGenerator random) {
        int rows = Math.toIntExact(labels.size(0)) * masks;
        Tensor actions = Actions.random(
                rows, context.grid().patches(), 0, random, context.compute().device());
        Tensor right = right(views, Actions.repeated(labels, masks), actions);
        ScoreNet.Scores scores = value.scores(views.look());
        Tensor gain = Actions.repeated(scores.patches(), masks).mul(actions).sum(1);
        return binary_cross_entropy_with_logits(gain.add(Actions.repeated(scores.image(), masks)), right);
    }

    /** Whether each masked image is answered rightly, {@code [masks * N]} of 0 and 1; no gradient. */
    private Tensor right(Views views, Tensor labels, Tensor actions) {
        try (AutoGradMode noGradient = new AutoGradMode(false);
                Compute.Autocast cast = context.compute().autocast()) {
            Tensor logits = streams.seen(views).logits(actions);
            return Accuracy.right(logits, labels).to(ScalarType.Float);
        }
    }

    /** Mean cross-entropy on the validation split, under the same masks in every epoch. */
    private double validationLoss() {
        value.train(false);
        RandomGenerator random = Seeds.generator(context.config().seed(), part.key() + "/validation");
        double[] sum = new double[2];
        context.evaluation().forEachBatch(context.data().validation(), batch -> {
            Tensor loss = loss(pipeline.views(batch), pipeline.labels(batch), random);
            sum[0] += loss.item_double() * batch.size();
            sum[1] += batch.size();
        });
        return sum[0] / Math.max(1, sum[1]);
    }
}
