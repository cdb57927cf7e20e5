package io.patchdrop.learn.systems;

import static org.bytedeco.pytorch.global.torch.arange;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.where;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.evaluation.EvaluatedSystem;
import io.patchdrop.learn.evaluation.EvaluatedSystem.Answer;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.evaluation.StoppingCurve;
import io.patchdrop.learn.evaluation.StoppingCurve.Steps;
import io.patchdrop.learn.evaluation.StoppingCurve.Stepwise;
import io.patchdrop.learn.evaluation.TwoStream;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.ScoreNet;
import io.patchdrop.learn.patches.Actions;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.StageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The recipe {@code anytime}: patches are bought in the order of their scores until the fused, calibrated confidence
 * passes tau. One trained model serves every budget, so its rows are a curve: one a tau, and one a price lambda, at which
 * the value head decides once, before anything is bought.
 */
public final class AnytimeSystem implements ComparedSystem {
    /** The name in tables. */
    public static final String NAME = "Anytime";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void check(StageContext context) {
        AnytimeParts.check(context);
    }

    @Override
    public void train(Workbench bench) {
        AnytimeParts.train(bench);
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return missing(nets).isEmpty();
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        RunNets nets = trial.nets();
        TrainingConfig config = trial.config();
        TwoStream streams = AnytimeParts.streams(nets, config);
        double seconds =
                AnytimeParts.BUYER.stream().mapToDouble(nets::trainSeconds).sum();
        StoppingCurve curve = StoppingCurve.of(trial.context(), trial.split(), buying(nets, config, streams));
        List<SystemResult> rows = new ArrayList<>();
        config.anytime().taus().forEach(tau -> rows.add(curve.at(NAME, tau, seconds)));
        if (nets.finished(AnytimeParts.VALUE)) {
            ScoreNet value = AnytimeParts.scores(nets, config, AnytimeParts.VALUE);
            double all = seconds + nets.trainSeconds(AnytimeParts.VALUE);
            for (double lambda : config.anytime().lambdas()) {
                SystemResult row = trial.row(streams.oneShot(NAME, priced(value, lambda)));
                rows.add(row.withLambda(lambda, all));
            }
        }
        return rows;
    }

    /**
     * What a finished run has learnt.
     *
     * @param streams the classifier
     * @param scores the patches' scores
     * @param value the value head; null if it is not trained
     */
    public record Learnt(TwoStream streams, ScoreNet scores, @Nullable ScoreNet value) {}

    /** The parts without which nothing is bought. */
    public static List<Part> parts() {
        return AnytimeParts.BUYER;
    }

    /** Those of {@link #parts} that the run has not finished. */
    public static List<Part> missing(RunNets nets) {
        return parts().stream().filter(part -> !nets.finished(part)).toList();
    }

    /** The nets of a run that {@link #missing} misses nothing of. */
    public static Learnt learnt(RunNets nets, TrainingConfig config) {
        return new Learnt(
                AnytimeParts.streams(nets, config),
                AnytimeParts.scores(nets, config, AnytimeParts.SCORES),
                nets.finished(AnytimeParts.VALUE) ? AnytimeParts.scores(nets, config, AnytimeParts.VALUE) : null);
    }

    /** What is answered after each step of the configuration. */
    public static StoppingCurve curve(
            EvaluationContext context, ImageSplit split, Learnt learnt, TrainingConfig config) {
        int[] steps = config.anytime().steps(config.grid() * config.grid());
        return StoppingCurve.of(context, split, new Buying(learnt.streams(), learnt.scores(), steps));
    }

    private static Buying buying(RunNets nets, TrainingConfig config, TwoStream streams) {
        ScoreNet scores = AnytimeParts.scores(nets, config, AnytimeParts.SCORES);
        return new Buying(streams, scores, config.anytime().steps(config.grid() * config.grid()));
    }

    /**
     * The finished system as it buys at one confidence.
     *
     * @param tau confidence at which it stops, in (0, 1]
     */
    public static AtTau at(RunNets nets, TrainingConfig config, double tau) {
        return new AtTau(buying(nets, config, AnytimeParts.streams(nets, config)), tau);
    }

    /** {@link #at}: each image stops at its first step that is confident enough, at the latest at the last. */
    public static final class AtTau implements EvaluatedSystem {
        private final Buying buying;
        private final double tau;

        private AtTau(Buying buying, double tau) {
            this.buying = buying;
            this.tau = tau;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Net> nets() {
            return buying.nets();
        }

        @Override
        public Answer answer(EvaluationContext context, Batch batch, Views views) {
            Steps steps = buying.start(context, views);
            Answer stopped = steps.answer(0);
            for (int step = 1; step < buying.steps(); step++) {
                Tensor confidence = stopped.logits().softmax(1).amax(new long[] {1}, true);
                Tensor unsure = confidence.lt(new Scalar(tau));
                Answer next = steps.answer(step);
                // An image that was sure enough keeps its answer, and with it its confidence.
                stopped = new Answer(
                        where(unsure, next.logits(), stopped.logits()),
                        where(unsure, next.actions(), stopped.actions()));
            }
            return stopped;
        }

        /** The probability of each patch by the scores, {@code [N, P]}, from looks {@code [N, 3, h, w]}. */
        public Tensor probabilities(Tensor look) {
            return buying.scores().scores(look).logits().to(ScalarType.Float).sigmoid();
        }
    }

    /** Buys the patches of highest score first, up to so many after each step. */
    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record Buying(TwoStream streams, ScoreNet scores, int[] counts) implements Stepwise {
        @Override
        public List<Net> nets() {
            return Stream.concat(streams.nets().stream(), Stream.of(scores)).toList();
        }

        @Override
        public int steps() {
            return counts.length;
        }

        @Override
        public Steps start(EvaluationContext context, Views views) {
            Net.Seen seen = streams.seen(views);
            Tensor patchScores = scores.scores(views.look()).patches();
            return step -> {
                Tensor actions = Actions.top(patchScores, counts[step]);
                return new Answer(seen.logits(actions), actions);
            };
        }
    }

    /**
     * The patches that the value head finds worth their price: of all n, the n patches of highest weight that maximise
     * P(right) - lambda * n. They are the best mask of their size, since P rises with the sum of the weights.
     */
    static PatchSystem.Selector priced(ScoreNet value, double lambda) {
        return (context, batch, look) -> {
            value.train(false);
            ScoreNet.Scores scores = value.scores(look);
            long patches = scores.patches().size(1);
            Tensor order = scores.patches().argsort(1, true);
            Tensor gains = scores.patches().gather(1, order).cumsum(1);
            Tensor base = scores.image().view(-1, 1);
            Tensor right = cat(new TensorVector(base, gains.add(base)), 1).sigmoid();
            Tensor price = arange(new Scalar(patches + 1))
                    .to(right.device(), right.scalar_type())
                    .mul(new Scalar(lambda));
            Tensor count = right.sub(price).argmax(new org.bytedeco.pytorch.LongOptional(1), true);
            return Actions.top(scores.patches(), count);
        };
    }
}
