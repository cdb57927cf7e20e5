package io.patchdrop.learn.systems;

import io.patchdrop.learn.config.AnytimeConfig;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.HeldOut;
import io.patchdrop.learn.evaluation.Fusion;
import io.patchdrop.learn.evaluation.TwoStream;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.nets.ScoreNet;
import io.patchdrop.learn.stages.ClassifierTraining;
import io.patchdrop.learn.stages.ClassifierTraining.Input;
import io.patchdrop.learn.stages.FusionFitting;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.RobustTraining;
import io.patchdrop.learn.stages.ScoreTraining;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.ValueTraining;
import io.patchdrop.learn.systems.Workbench.Schedule;
import java.util.List;

/**
 * The parts of the recipe {@code anytime}, in the order of training. The training images are divided once: the LR trunk and
 * the mask-robust HR classifier learn from one part, and what must know how good they are on images they have not seen
 * (fusion, patch scores, value head) from the other.
 */
final class AnytimeParts {
    static final Part TRUNK = new Part.Named("Anytime, LR trunk", "trunk");
    static final Part ROBUST = new Part.Named("Anytime, HR classifier", "robust");
    static final Part FUSION = new Part.Named("Anytime, fusion", "fusion");
    static final Part SCORES = new Part.Named("Anytime, patch scores", "scores");
    static final Part VALUE = new Part.Named("Anytime, value head", "value");

    static final List<Part> CLASSIFIER = List.of(TRUNK, ROBUST, FUSION);

    private AnytimeParts() {}

    /**
     * Checks, writing nothing, that the training images can be divided and that the score net fits.
     *
     * @throws io.patchdrop.core.InvalidInputException if not
     */
    static void check(StageContext context) {
        split(context);
        RunNets nets = RunNets.of(context);
        try (Net trunk = nets.newLrClassifier(notice -> {})) {
            newScores(nets, context.config(), trunk, 0).close();
        }
    }

    /** Trains the two-stream classifier. */
    static void trainClassifier(Workbench bench) {
        HeldOut split = split(bench.context());
        RunNets nets = bench.nets();
        bench.train(TRUNK, Schedule.LR, at -> new ClassifierTraining(
                        at.trainingOn(split.rest()),
                        TRUNK,
                        at.config().lr(),
                        Input.LOOK,
                        nets.newLrClassifier(notice -> {}))
                .run());
        bench.train(ROBUST, Schedule.HR, at -> new RobustTraining(
                        at.trainingOn(split.rest()),
                        ROBUST,
                        at.config().hr(),
                        at.config().anytime(),
                        nets.newHrClassifier(notice -> {}))
                .run());
        bench.fit(FUSION, at -> new FusionFitting(
                        at.trainingOn(split.taken()),
                        FUSION,
                        trunk(nets),
                        classifier(nets),
                        at.config().anytime().fusionMasks())
                .run());
    }

    /** Trains all. */
    static void train(Workbench bench) {
        trainClassifier(bench);
        HeldOut split = split(bench.context());
        RunNets nets = bench.nets();
        bench.train(SCORES, Schedule.SCORES, at -> {
            AnytimeConfig config = at.config().anytime();
            new ScoreTraining(
                            at.trainingOn(split.taken()),
                            SCORES,
                            config.scores(),
                            config.samples(),
                            newScores(nets, at.config(), trunk(nets), 4),
                            streams(nets, at.config()))
                    .run();
        });
        bench.train(VALUE, Schedule.VALUE, at -> new ValueTraining(
                        at.trainingOn(split.taken()),
                        VALUE,
                        Math.max(1, at.config().anytime().samples() / 2),
                        newScores(nets, at.config(), trunk(nets), 5),
                        streams(nets, at.config()))
                .run());
    }

    static HeldOut split(StageContext context) {
        TrainingConfig config = context.config();
        return HeldOut.of(
                context.data().train(), config.anytime().policySplit(), config.seed(), "anytime/policy split");
    }

    /** The finished two-stream classifier. */
    static TwoStream streams(RunNets nets, TrainingConfig config) {
        int patches = config.grid() * config.grid();
        return new TwoStream(
                trunk(nets),
                classifier(nets),
                Fusion.read(nets.file(FUSION), patches, nets.compute().device()));
    }

    /** The finished patch scores or value head. */
    static ScoreNet scores(RunNets nets, TrainingConfig config, Part part) {
        ScoreNet net = newScores(nets, config, trunk(nets), 0);
        nets.loaded(net, part, "");
        return net;
    }

    private static Net classifier(RunNets nets) {
        return nets.loaded(nets.newHrClassifier(notice -> {}), ROBUST, "");
    }

    private static Net trunk(RunNets nets) {
        return nets.loaded(nets.newLrClassifier(notice -> {}), TRUNK, "");
    }

    private static ScoreNet newScores(RunNets nets, TrainingConfig config, Net trunk, int seed) {
        ScoreNet net = ScoreNet.build(
                NetSpec.parse(config.anytime().scoreNet()),
                trunk,
                config.anytime().hidden(),
                config.seed() + seed);
        nets.placed(net);
        return net;
    }
}
