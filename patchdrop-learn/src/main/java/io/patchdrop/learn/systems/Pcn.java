package io.patchdrop.learn.systems;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.PartiallyCoupledTraining;
import io.patchdrop.learn.systems.Workbench.Schedule;
import java.util.List;

/**
 * Partially coupled networks (Wang et al., CVPR 2016): two nets of HR-CNN's kind, one of which sees upsampled looks, share
 * filters while they are trained; that one answers. No patch is taken.
 */
final class Pcn implements ComparedSystem {
    private static final String NAME = "PCN";
    private static final Part PART = Part.of(NAME, SystemResult.NO_STAGE);
    private static final int LR_SEED = 11;
    private static final int HR_SEED = 12;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void train(Workbench bench) {
        RunNets nets = bench.nets();
        NetSpec spec = NetSpec.parse(bench.config().hr().net());
        bench.train(PART, Schedule.LR, at -> {
            Net hrBranch = nets.newClassifier(spec, at.config().data().imageSize(), HR_SEED);
            new PartiallyCoupledTraining(at, PART, newLrBranch(nets, at.config()), hrBranch).run();
        });
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return nets.finished(PART);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        Net branch = trial.nets().loaded(newLrBranch(trial.nets(), trial.config()), PART, "lr.");
        return List.of(trial.row(new PatchSystem(NAME, SystemResult.NO_STAGE, PatchSystem.none(), null, branch), PART));
    }

    private static Net newLrBranch(RunNets nets, TrainingConfig config) {
        NetSpec spec = upsampling(config.hr().net(), config.data().imageSize());
        return nets.newClassifier(spec, config.data().lrSize(), LR_SEED);
    }

    /**
     * The net of the LR branch: the HR branch's behind an upsampling to the same size.
     *
     * @throws io.patchdrop.core.InvalidInputException if the net cannot upsample
     */
    static NetSpec upsampling(String net, int size) {
        NetSpec spec = NetSpec.parse(net);
        return spec.upsample() > 0 ? spec : NetSpec.parse(spec + "-u" + size);
    }
}
