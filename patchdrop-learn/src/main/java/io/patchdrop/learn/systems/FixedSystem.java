package io.patchdrop.learn.systems;

import io.patchdrop.core.CentralColumns;
import io.patchdrop.core.CentralRows;
import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.Policy;
import io.patchdrop.core.StochasticPatches;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.MaskedFinetuning;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.TrainingMasks;
import io.patchdrop.learn.systems.Workbench.Schedule;
import java.util.ArrayList;
import java.util.List;

/**
 * Fixed-H, Fixed-V and Stochastic (Uzkent and Ermon, CVPR 2020, section 5): patches by a rule that does not look, as many on
 * average as PatchDrop takes at the same stage. Pt answers with HR-CNN as it is; Ft-1 fine-tunes it under the rule's own
 * masks, Ft-2 goes on with the LR classifier's logits added.
 */
final class FixedSystem implements ComparedSystem {
    private static final PatchDropSystem PATCH_DROP = new PatchDropSystem();

    private final String name;
    private final Rule rule;
    private final Part ft1;
    private final Part ft2;

    /** The patches of a grid that are taken, so many on average. */
    @FunctionalInterface
    private interface Rule {
        Policy of(PatchGrid grid, double mean);
    }

    private FixedSystem(String name, Rule rule) {
        this.name = name;
        this.rule = rule;
        this.ft1 = Part.of(name, Stage.FT1.title());
        this.ft2 = Part.of(name, Stage.FT2.title());
    }

    static FixedSystem rows() {
        return new FixedSystem("Fixed-H", CentralRows::new);
    }

    static FixedSystem columns() {
        return new FixedSystem("Fixed-V", CentralColumns::new);
    }

    static FixedSystem stochastic() {
        return new FixedSystem("Stochastic", StochasticPatches::new);
    }

    @Override
    public String name() {
        return name;
    }

    /** Trains PatchDrop too, whose S it keeps to. S is measured on the validation split here: the test split decides nothing. */
    @Override
    public void train(Workbench bench) {
        PATCH_DROP.train(bench);
        RunNets nets = bench.nets();
        bench.train(ft1, Schedule.FT1, at -> {
            TrainingMasks masks = masks(at, validationPatches(bench, Stage.FT1));
            Net classifier = nets.trainedHrClassifier(Stage.PT);
            new MaskedFinetuning(at, ft1, at.config().ft1(), masks, classifier, null).run();
        });
        bench.trainAs(ft2, ft1, Schedule.FT2, at -> {
            TrainingMasks masks = masks(at, validationPatches(bench, Stage.FT2));
            Net lrClassifier = nets.trainedLrClassifier();
            new MaskedFinetuning(at, ft2, at.config().ft2(), masks, classifier(nets, Stage.FT1), lrClassifier).run();
        });
    }

    private TrainingMasks masks(StageContext at, double patches) {
        return TrainingMasks.of(rule.of(at.grid(), patches), at.grid().patches());
    }

    private static double validationPatches(Workbench bench, Stage stage) {
        return PatchDropSystem.patches(
                bench.nets(),
                stage,
                bench.context().evaluation(),
                bench.context().data().validation());
    }

    /** Not before its own fine-tuning: Pt alone needs none, but belongs only into a run that compares. */
    @Override
    public boolean isTrained(RunNets nets) {
        return nets.finished(ft1);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        RunNets nets = trial.nets();
        List<SystemResult> rows = new ArrayList<>();
        rows.add(trial.row(system(trial, Stage.PT)));
        rows.add(trial.row(system(trial, Stage.FT1), ft1));
        if (nets.finished(ft2)) {
            rows.add(trial.row(system(trial, Stage.FT2), ft2));
        }
        return rows;
    }

    private PatchSystem system(Trial trial, Stage stage) {
        RunNets nets = trial.nets();
        double mean = PatchDropSystem.patches(nets, stage, trial.context(), trial.split());
        Policy masks = rule.of(trial.context().grid(), mean);
        return new PatchSystem(
                name,
                stage.title(),
                PatchSystem.drawn(masks, trial.config().seed(), "system/" + name),
                classifier(nets, stage),
                stage == Stage.FT2 ? nets.trainedLrClassifier() : null);
    }

    private Net classifier(RunNets nets, Stage stage) {
        return switch (stage) {
            case LR_CNN, HR_CNN, PT -> nets.trainedHrClassifier(Stage.HR_CNN);
            case FT1 -> nets.trainedHrClassifier(ft1, "classifier.");
            case FT2 -> nets.trainedHrClassifier(ft2, "classifier.");
        };
    }
}
