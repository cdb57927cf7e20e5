package io.patchdrop.learn.systems;

import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.Stage;
import java.util.List;

/** The classifier of looks alone: no patch is taken. */
final class LrCnn implements ComparedSystem {
    @Override
    public String name() {
        return Stage.LR_CNN.title();
    }

    @Override
    public void train(Workbench bench) {
        bench.trainLrClassifier();
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return nets.finished(Stage.LR_CNN);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        PatchSystem system = new PatchSystem(
                name(),
                SystemResult.NO_STAGE,
                PatchSystem.none(),
                null,
                trial.nets().trainedLrClassifier());
        return List.of(trial.row(system, Stage.LR_CNN));
    }
}
