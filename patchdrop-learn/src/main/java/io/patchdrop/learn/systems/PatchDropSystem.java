package io.patchdrop.learn.systems;

import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.JointFinetuning;
import io.patchdrop.learn.stages.PolicyPretraining;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.systems.Workbench.Schedule;
import io.patchdrop.learn.tensor.HostCopy;
import java.util.ArrayList;
import java.util.List;

/**
 * PatchDrop (Uzkent and Ermon, CVPR 2020) at Pt, Ft-1 and Ft-2, and beside each the controls Random and Central, which take
 * as many patches on average with the same classifier, without looking.
 */
public final class PatchDropSystem implements ComparedSystem {
    /** The name in tables. */
    public static final String NAME = "PatchDrop";

    static final List<Stage> STAGES = List.of(Stage.PT, Stage.FT1, Stage.FT2);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void train(Workbench bench) {
        bench.trainLrClassifier();
        bench.trainHrClassifier();
        RunNets nets = bench.nets();
        bench.train(Stage.PT, Schedule.PT, at -> new PolicyPretraining(
                        at, nets.newPolicy(), nets.trainedHrClassifier(Stage.PT))
                .run());
        bench.train(Stage.FT1, Schedule.FT1, at -> {
            Net policy = nets.trainedPolicy(Stage.PT);
            new JointFinetuning(at, Stage.FT1, policy, nets.trainedHrClassifier(Stage.PT), null).run();
        });
        bench.trainAs(Stage.FT2, Stage.FT1, Schedule.FT2, at -> {
            Net policy = nets.trainedPolicy(Stage.FT1);
            Net classifier = nets.trainedHrClassifier(Stage.FT1);
            new JointFinetuning(at, Stage.FT2, policy, classifier, nets.trainedLrClassifier()).run();
        });
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return STAGES.stream().anyMatch(nets::finished);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        List<SystemResult> rows = new ArrayList<>();
        for (Stage stage : STAGES) {
            if (trial.nets().finished(stage)) {
                PatchSystem system = system(trial.nets(), stage);
                SystemResult row = trial.policyRow(system, stage);
                rows.add(row);
                rows.add(trial.row(system.random(row.patches(), trial.config().seed())));
                rows.add(trial.row(system.central(
                        row.patches(), trial.context(), trial.config().seed())));
            }
        }
        return rows;
    }

    /** PatchDrop as it is after a stage. */
    public static PatchSystem system(RunNets nets, Stage stage) {
        return new PatchSystem(
                NAME,
                stage.title(),
                PatchSystem.learned(nets.trainedPolicy(stage)),
                nets.trainedHrClassifier(stage),
                stage == Stage.FT2 ? nets.trainedLrClassifier() : null);
    }

    /** S after a stage on a split: what the systems that are compared at equal S have to keep to. */
    static double patches(RunNets nets, Stage stage, EvaluationContext context, ImageSplit split) {
        PatchSystem.Selector selector = PatchSystem.learned(nets.trainedPolicy(stage));
        double[] sum = new double[2];
        context.forEachBatch(split, batch -> {
            var views = context.pipeline().views(batch);
            for (float action : HostCopy.floats(selector.actions(context, batch, views.look()))) {
                sum[0] += action;
            }
            sum[1] += batch.size();
        });
        return sum[0] / Math.max(1, sum[1]);
    }
}
