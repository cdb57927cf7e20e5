package io.patchdrop.learn.systems;

import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.Distillation;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.systems.Workbench.Schedule;
import java.util.List;

/** Knowledge distillation (Hinton et al., 2015): LR-CNN's net, taught by HR-CNN; no patch is taken. */
final class Kd implements ComparedSystem {
    private static final String NAME = "KD";
    private static final Part PART = Part.of(NAME, SystemResult.NO_STAGE);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void train(Workbench bench) {
        bench.trainHrClassifier();
        RunNets nets = bench.nets();
        bench.train(PART, Schedule.LR, at -> {
            Net student = nets.newLrClassifier(bench.context().listener()::warning);
            new Distillation(at, PART, student, nets.trainedHrClassifier(Stage.HR_CNN)).run();
        });
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return nets.finished(PART);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        Net student = trial.nets().loaded(trial.nets().newLrClassifier(notice -> {}), PART, "");
        return List.of(
                trial.row(new PatchSystem(NAME, SystemResult.NO_STAGE, PatchSystem.none(), null, student), PART));
    }
}
