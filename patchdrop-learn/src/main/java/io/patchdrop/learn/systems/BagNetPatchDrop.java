package io.patchdrop.learn.systems;

import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.JointFinetuning;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.PolicyPretraining;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.systems.Workbench.Schedule;
import java.util.ArrayList;
import java.util.List;

/**
 * PatchDrop with BagNet as its classifier, at Pt and Ft-1 (Uzkent and Ermon, CVPR 2020, section 5.3). BagNet encodes only the
 * patches taken, so that dropping saves computing too.
 */
final class BagNetPatchDrop implements ComparedSystem {
    private static final String NAME = "BagNet+PatchDrop";
    private static final Part PT = Part.of(NAME, Stage.PT.title());
    private static final Part FT1 = Part.of(NAME, Stage.FT1.title());

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void train(Workbench bench) {
        BagNetSystem.trainClassifier(bench);
        RunNets nets = bench.nets();
        bench.train(PT, Schedule.PT, at -> new PolicyPretraining(
                        at, PT, nets.newPolicy(), BagNetSystem.classifier(nets, at.config()))
                .run());
        bench.train(FT1, Schedule.FT1, at -> {
            Net policy = nets.trainedPolicy(PT);
            Net classifier = BagNetSystem.classifier(nets, at.config());
            new JointFinetuning(at, FT1, at.config().ft1(), policy, classifier, null).run();
        });
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return nets.finished(PT);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        RunNets nets = trial.nets();
        List<SystemResult> rows = new ArrayList<>();
        Net classifier = BagNetSystem.classifier(nets, trial.config());
        rows.add(trial.policyRow(system(nets, Stage.PT, PT, classifier), PT));
        if (nets.finished(FT1)) {
            Net tuned = BagNetSystem.classifier(nets, trial.config(), FT1, "classifier.");
            rows.add(trial.policyRow(system(nets, Stage.FT1, FT1, tuned), FT1));
        }
        return rows;
    }

    private static PatchSystem system(RunNets nets, Stage stage, Part part, Net classifier) {
        PatchSystem.Selector selector = PatchSystem.learned(nets.trainedPolicy(part));
        return new PatchSystem(NAME, stage.title(), selector, classifier, null);
    }
}
