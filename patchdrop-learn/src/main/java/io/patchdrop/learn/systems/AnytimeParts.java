package io.patchdrop.learn.systems;

import io.patchdrop.learn.config.AnytimeConfig;
import io.patchdrop.learn.config.ConfigFiles;
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
import io.patchdrop.learn.stages.MaskedFinetuning;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.ScoreTraining;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.TrainingMasks;
import io.patchdrop.learn.stages.ValueTraining;
import io.patchdrop.learn.systems.Workbench.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of the recipe {@code anytime}, in the order of training. The training images are divided once: the LR trunk and
 * the HR classifier learn from one part, and what must know how good they are on images they have not seen (fusion, patch
 * scores, value head) from the other. The HR classifier has the steps of PatchDrop's: those of HR-CNN on whole images, of
 * Ft-1 under random masks, and of Ft-2 under the masks that its buyer will bring.
 */
final class AnytimeParts {
    static final Part TRUNK = new Part.Named("Anytime, LR trunk", "trunk");
    static final Part WHOLE = new Part.Named("Anytime, HR classifier", "whole");
    static final Part ROBUST = new Part.Named("Anytime, HR classifier, random masks", "robust");
    static final Part ROBUST_FUSION = new Part.Named("Anytime, fusion, random masks", "robust-fusion");
    static final Part SCORES = new Part.Named("Anytime, patch scores", "scores");
    static final Part TUNED = new Part.Named("Anytime, HR classifier, own masks", "tuned");
    static final Part TUNED_FUSION = new Part.Named("Anytime, fusion, own masks", "tuned-fusion");
    static final Part VALUE = new Part.Named("Anytime, value head", "value");

    /** What answers from any patches, however they were chosen. */
    static final List<Part> CLASSIFIER = List.of(TRUNK, WHOLE, ROBUST, ROBUST_FUSION);
    /** What buys step by step. */
    static final List<Part> BUYER = Stream.concat(CLASSIFIER.stream(), Stream.of(SCORES, TUNED, TUNED_FUSION))
            .toList();

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

    /** Trains the two-stream classifier that answers from any patches. */
    static void trainClassifier(Workbench bench) {
        HeldOut split = split(bench.context());
        RunNets nets = bench.nets();
        int patches = bench.context().grid().patches();
        bench.train(TRUNK, Schedule.LR, at -> {
            StageContext rest = onRest(at, split, "lr.epochs");
            new ClassifierTraining(rest, TRUNK, rest.config().lr(), Input.LOOK, nets.newLrClassifier(notice -> {}))
                    .run();
        });
        bench.train(WHOLE, Schedule.HR, at -> {
            StageContext rest = onRest(at, split, "hr.epochs");
            new ClassifierTraining(rest, WHOLE, rest.config().hr(), Input.IMAGE, nets.newHrClassifier(notice -> {}))
                    .run();
        });
        bench.train(ROBUST, Schedule.FT1, at -> {
            StageContext rest = onRest(at, split, "ft1.epochs");
            TrainingMasks masks =
                    TrainingMasks.keepRates(patches, at.config().anytime().fullShare());
            new MaskedFinetuning(rest, ROBUST, rest.config().ft1(), masks, classifier(nets, WHOLE), null).run();
        });
        bench.fit(
                ROBUST_FUSION, at -> fitFusion(at, split, nets, ROBUST, ROBUST_FUSION, TrainingMasks.anySize(patches)));
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
                            blindStreams(nets, at.config()))
                    .run();
        });
        int[] steps = bench.config().anytime().steps(bench.context().grid().patches());
        bench.trainAs(TUNED, ROBUST, Schedule.FT2, at -> {
            // Without a patch there is nothing that the HR classifier could learn.
            int[] counts = Arrays.stream(steps).filter(count -> count > 0).toArray();
            TrainingMasks masks = TrainingMasks.bought(scores(nets, at.config(), SCORES), counts);
            StageContext rest = onRest(at, split, "ft2.epochs");
            new MaskedFinetuning(rest, TUNED, rest.config().ft2(), masks, classifier(nets, ROBUST), null).run();
        });
        bench.fit(
                TUNED_FUSION,
                at -> fitFusion(
                        at,
                        split,
                        nets,
                        TUNED,
                        TUNED_FUSION,
                        TrainingMasks.bought(scores(nets, at.config(), SCORES), steps)));
        bench.train(VALUE, Schedule.VALUE, at -> new ValueTraining(
                        at.trainingOn(split.taken()),
                        VALUE,
                        Math.max(1, at.config().anytime().samples() / 2),
                        newScores(nets, at.config(), trunk(nets), 5),
                        streams(nets, at.config()))
                .run());
    }

    /**
     * A training on the images that are not held out, for as many steps as the configured epochs have on all of them: an
     * epoch of fewer images is shorter.
     *
     * @param epochs key of the setting
     */
    private static StageContext onRest(StageContext at, HeldOut split, String epochs) {
        double share = 1 - at.config().anytime().policySplit();
        long stretched = Math.round(ConfigFiles.number(at.config(), epochs) / share);
        return at.with(ConfigFiles.with(at.config(), List.of(epochs + "=" + stretched)))
                .trainingOn(split.rest());
    }

    private static void fitFusion(
            StageContext at, HeldOut split, RunNets nets, Part classifier, Part fusion, TrainingMasks masks) {
        int rounds = at.config().anytime().fusionMasks();
        new FusionFitting(
                        at.trainingOn(split.taken()), fusion, trunk(nets), classifier(nets, classifier), masks, rounds)
                .run();
    }

    static HeldOut split(StageContext context) {
        TrainingConfig config = context.config();
        return HeldOut.of(
                context.data().train(), config.anytime().policySplit(), config.seed(), "anytime/policy split");
    }

    /** The finished classifier of what the scores have bought. */
    static TwoStream streams(RunNets nets, TrainingConfig config) {
        return streams(nets, config, TUNED, TUNED_FUSION);
    }

    /** The finished classifier of any patches. */
    static TwoStream blindStreams(RunNets nets, TrainingConfig config) {
        return streams(nets, config, ROBUST, ROBUST_FUSION);
    }

    private static TwoStream streams(RunNets nets, TrainingConfig config, Part classifier, Part fusion) {
        int patches = config.grid() * config.grid();
        return new TwoStream(
                trunk(nets),
                classifier(nets, classifier),
                Fusion.read(nets.file(fusion), patches, nets.compute().device()));
    }

    /** The finished patch scores or value head. */
    static ScoreNet scores(RunNets nets, TrainingConfig config, Part part) {
        ScoreNet net = newScores(nets, config, trunk(nets), 0);
        nets.loaded(net, part, "");
        return net;
    }

    private static Net classifier(RunNets nets, Part part) {
        return nets.trainedHrClassifier(part, part.equals(WHOLE) ? "" : "classifier.");
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
