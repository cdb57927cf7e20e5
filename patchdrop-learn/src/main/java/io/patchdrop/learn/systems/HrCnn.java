package io.patchdrop.learn.systems;

import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.Stage;
import java.util.List;

/** The classifier of whole HR images: every patch is taken. */
final class HrCnn implements ComparedSystem {
    @Override
    public String name() {
        return Stage.HR_CNN.title();
    }

    @Override
    public void train(Workbench bench) {
        bench.trainHrClassifier();
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return nets.finished(Stage.HR_CNN);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        PatchSystem system = new PatchSystem(
                name(), SystemResult.NO_STAGE, PatchSystem.all(), trial.nets().trainedHrClassifier(Stage.HR_CNN), null);
        return List.of(trial.row(system, Stage.HR_CNN));
    }
}
