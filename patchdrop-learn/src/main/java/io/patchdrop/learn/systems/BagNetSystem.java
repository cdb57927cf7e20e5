package io.patchdrop.learn.systems;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.ClassifierTraining;
import io.patchdrop.learn.stages.ClassifierTraining.Input;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.systems.Workbench.Schedule;
import java.util.List;

/**
 * BagNet (Brendel and Bethge, ICLR 2019) without dropping: a patch-local classifier that sees every patch, each alone. Trained
 * as HR-CNN is.
 */
final class BagNetSystem implements ComparedSystem {
    private static final Part PART = Part.of("BagNet", SystemResult.NO_STAGE);
    private static final int SEED = 7;

    @Override
    public String name() {
        return PART.title();
    }

    @Override
    public void train(Workbench bench) {
        trainClassifier(bench);
    }

    /** Trains the classifier, which BagNet+PatchDrop shares. */
    static void trainClassifier(Workbench bench) {
        bench.train(PART, Schedule.HR, at -> new ClassifierTraining(
                        at, PART, at.config().hr(), Input.IMAGE, newClassifier(bench.nets(), at.config()))
                .run());
    }

    private static Net newClassifier(RunNets nets, TrainingConfig config) {
        NetSpec spec = NetSpec.parse(config.baselines().bagnetNet());
        return nets.newClassifier(spec, config.data().imageSize(), SEED);
    }

    /** The finished classifier, as BagNet's training leaves it. */
    static Net classifier(RunNets nets, TrainingConfig config) {
        return classifier(nets, config, PART, "");
    }

    /** The classifier as it is after a part that trains it; the prefix is that of {@link RunNets#loaded}. */
    static Net classifier(RunNets nets, TrainingConfig config, Part after, String prefix) {
        return nets.loaded(newClassifier(nets, config), after, prefix);
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return nets.finished(PART);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        Net classifier = classifier(trial.nets(), trial.config());
        PatchSystem system = new PatchSystem(name(), SystemResult.NO_STAGE, PatchSystem.all(), classifier, null);
        return List.of(trial.row(system, PART));
    }
}
