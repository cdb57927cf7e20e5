package io.patchdrop.learn.systems;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.evaluation.GlimpseSystem;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.nets.NetSpec.Family;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.GlimpseTraining;
import io.patchdrop.learn.stages.GlimpseTraining.Trains;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.systems.Workbench.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A spatial transformer (Jaderberg et al., NeurIPS 2015) that places windows of one patch's size after the look, as many on
 * average as PatchDrop takes patches at the same stage, at Pt, Ft-1 and Ft-2.
 */
final class StnSystem implements ComparedSystem {
    private static final String NAME = "STN";
    private static final PatchDropSystem PATCH_DROP = new PatchDropSystem();
    private static final Part PT = Part.of(NAME, Stage.PT.title());
    private static final Part FT1 = Part.of(NAME, Stage.FT1.title());
    private static final Part FT2 = Part.of(NAME, Stage.FT2.title());
    private static final int SEED = 8;
    private static final int LARGEST_WIDTH = 32;

    @Override
    public void check(StageContext context) {
        RunNets.of(context).requireDenseHrClassifier(name());
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Trains PatchDrop too, whose S it keeps to. S is measured on the validation split here: the test split decides nothing. */
    @Override
    public void train(Workbench bench) {
        PATCH_DROP.train(bench);
        RunNets nets = bench.nets();
        bench.train(PT, Schedule.PT, at -> {
            Net localiser = newLocaliser(nets, at.config());
            Net classifier = nets.trainedHrClassifier(Stage.PT);
            double mean = validationPatches(bench, Stage.PT);
            new GlimpseTraining(at, PT, at.config().pt(), Trains.LOCALISER, mean, localiser, classifier, null).run();
        });
        bench.train(FT1, Schedule.FT1, at -> {
            Net localiser = localiser(nets, at.config(), PT);
            Net classifier = nets.trainedHrClassifier(Stage.PT);
            double mean = validationPatches(bench, Stage.FT1);
            new GlimpseTraining(at, FT1, at.config().ft1(), Trains.BOTH, mean, localiser, classifier, null).run();
        });
        bench.trainAs(FT2, FT1, Schedule.FT2, at -> {
            Net localiser = localiser(nets, at.config(), FT1);
            Net classifier = nets.trainedHrClassifier(FT1, "classifier.");
            Net lr = nets.trainedLrClassifier();
            double mean = validationPatches(bench, Stage.FT2);
            new GlimpseTraining(at, FT2, at.config().ft2(), Trains.BOTH, mean, localiser, classifier, lr).run();
        });
    }

    private static double validationPatches(Workbench bench, Stage stage) {
        return PatchDropSystem.patches(
                bench.nets(),
                stage,
                bench.context().evaluation(),
                bench.context().data().validation());
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return nets.finished(PT);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        RunNets nets = trial.nets();
        List<SystemResult> rows = new ArrayList<>();
        rows.add(trial.row(system(trial, Stage.PT, PT, nets.trainedHrClassifier(Stage.PT), null), PT));
        if (nets.finished(FT1)) {
            rows.add(trial.row(system(trial, Stage.FT1, FT1, tuned(nets, FT1), null), FT1));
        }
        if (nets.finished(FT2)) {
            Net lr = nets.trainedLrClassifier();
            rows.add(trial.row(system(trial, Stage.FT2, FT2, tuned(nets, FT2), lr), FT2));
        }
        return rows;
    }

    private static GlimpseSystem system(Trial trial, Stage stage, Part part, Net classifier, @Nullable Net lr) {
        double mean = PatchDropSystem.patches(trial.nets(), stage, trial.context(), trial.split());
        Net localiser = localiser(trial.nets(), trial.config(), part);
        return new GlimpseSystem(
                NAME,
                stage.title(),
                localiser,
                classifier,
                lr,
                mean,
                trial.config().seed());
    }

    private static Net tuned(RunNets nets, Part after) {
        return nets.trainedHrClassifier(after, "classifier.");
    }

    private static Net localiser(RunNets nets, TrainingConfig config, Part after) {
        return nets.loaded(newLocaliser(nets, config), after, "localiser.");
    }

    /** With as many windows as there are patches: each stage takes the first of them, as many as PatchDrop's S asks for. */
    private static Net newLocaliser(RunNets nets, TrainingConfig config) {
        int grid = config.grid();
        int lrSize = config.data().lrSize();
        return nets.placed(localiserSpec(NetSpec.parse(config.policyNet()), lrSize, grid)
                .build(2 * grid * grid, lrSize, grid, config.seed() + SEED));
    }

    /**
     * A localisation net of the policy's size: its depth, width and upsampling, as far as the family has them, and looks whose
     * side the grid does not divide upsampled to the next multiple.
     */
    static NetSpec localiserSpec(NetSpec policy, int lrSize, int grid) {
        int depth = policy.depth() % 6 == 2 ? policy.depth() : 8;
        int side = policy.upsample() == 0 ? lrSize : policy.upsample();
        int multiple = ((side + grid - 1) / grid) * grid;
        int width = Math.min(policy.width(), LARGEST_WIDTH);
        return new NetSpec(Family.GLIMPSE_RESNET, depth, width, 1, multiple == lrSize ? 0 : multiple);
    }
}
