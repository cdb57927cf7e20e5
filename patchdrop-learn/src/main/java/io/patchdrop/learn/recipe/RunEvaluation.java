package io.patchdrop.learn.recipe;

import io.patchdrop.core.Collapse;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.evaluation.SystemEvaluation;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Evaluates every system that a run has trained: LR-CNN, HR-CNN, PatchDrop after each stage, and beside each PatchDrop
 * the controls Random and Central, which take as many patches on average without looking.
 */
public final class RunEvaluation {
    private static final List<Stage> POLICY_STAGES = List.of(Stage.PT, Stage.FT1, Stage.FT2);

    private final TrainingConfig config;
    private final EvaluationContext context;
    private final RunNets nets;
    private final Consumer<String> warnings;

    /**
     * Prepares the evaluation of a run.
     *
     * @param warnings told when a policy has collapsed
     */
    public RunEvaluation(TrainingConfig config, EvaluationContext context, RunNets nets, Consumer<String> warnings) {
        this.config = config;
        this.context = context;
        this.nets = nets;
        this.warnings = warnings;
    }

    /**
     * Evaluates all systems that the run has finished.
     *
     * @param split the images, not trained on
     * @param progress hears the name of each system as its evaluation starts
     * @return one row a system
     * @throws InvalidInputException if the run has finished no stage
     */
    public List<SystemResult> run(ImageSplit split, Consumer<String> progress) {
        List<SystemResult> rows = new ArrayList<>();
        if (nets.finished(Stage.LR_CNN)) {
            progress.accept(Stage.LR_CNN.title());
            PatchSystem lrCnn =
                    new PatchSystem(Stage.LR_CNN.title(), "-", PatchSystem.none(), null, nets.trainedLrClassifier());
            rows.add(row(split, lrCnn, nets.trainSeconds(Stage.LR_CNN)));
        }
        if (nets.finished(Stage.HR_CNN)) {
            progress.accept(Stage.HR_CNN.title());
            PatchSystem hrCnn = new PatchSystem(
                    Stage.HR_CNN.title(), "-", PatchSystem.all(), nets.trainedHrClassifier(Stage.HR_CNN), null);
            rows.add(row(split, hrCnn, nets.trainSeconds(Stage.HR_CNN)));
        }
        for (Stage stage : POLICY_STAGES) {
            if (nets.finished(stage)) {
                progress.accept("PatchDrop " + stage.title());
                rows.addAll(withControls(split, stage));
            }
        }
        if (rows.isEmpty()) {
            throw new InvalidInputException("the run has finished no stage", "train it to the end with --resume");
        }
        return rows;
    }

    /** PatchDrop as it is after a stage. */
    public PatchSystem patchDrop(Stage stage) {
        Net lrClassifier = stage == Stage.FT2 ? nets.trainedLrClassifier() : null;
        return new PatchSystem(
                "PatchDrop",
                stage.title(),
                PatchSystem.learned(nets.trainedPolicy(stage)),
                nets.trainedHrClassifier(stage),
                lrClassifier);
    }

    private List<SystemResult> withControls(ImageSplit split, Stage stage) {
        PatchSystem patchDrop = patchDrop(stage);
        SystemEvaluation evaluation = evaluate(split, patchDrop);
        Collapse collapse = evaluation.statistics().collapse();
        if (collapse != Collapse.NONE) {
            warnings.accept("PatchDrop " + stage.title() + ": " + collapse.warning());
        }
        double patches = evaluation.statistics().meanPatches();
        return List.of(
                evaluation.result(patchDrop, nets.trainSeconds(stage)),
                row(split, patchDrop.random(patches, config.seed()), 0),
                row(split, patchDrop.central(patches, context, config.seed()), 0));
    }

    private SystemResult row(ImageSplit split, PatchSystem system, double trainSeconds) {
        return evaluate(split, system).result(system, trainSeconds);
    }

    private SystemEvaluation evaluate(ImageSplit split, PatchSystem system) {
        return SystemEvaluation.of(context, split, system, config.pt().sigma());
    }
}
