package io.patchdrop.learn.recipe;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.stages.ClassifierTraining;
import io.patchdrop.learn.stages.ClassifierTraining.Input;
import io.patchdrop.learn.stages.JointFinetuning;
import io.patchdrop.learn.stages.PolicyPretraining;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.systems.RunNets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/**
 * The published recipe: LR and HR classifier, then the policy alone (Pt), with the HR classifier (Ft-1), and with the LR
 * classifier's logits added (Ft-2). Stages that the run folder holds already are not trained again.
 */
final class PaperRecipe implements Recipe {
    private final StageContext context;
    private final RunNets nets;
    private final Set<Stage> stages;

    /**
     * @param context the run
     * @param stages which to train; those they build on must be among them or finished
     */
    PaperRecipe(StageContext context, Set<Stage> stages) {
        this.context = context;
        this.nets = RunNets.of(context);
        this.stages = stages;
    }

    @Override
    public void check() {
        for (Stage stage : Stage.values()) {
            if (nets.finished(stage)) {
                Checkpoints.requireOwn(context, context.folder().file(stage.fileName()));
            } else if (stages.contains(stage)) {
                requireFoundation(stage);
            }
        }
        if (Files.exists(context.folder().progressFile())) {
            Checkpoints.requireOwn(context, context.folder().progressFile());
        }
        nets.requireFitting();
    }

    private void requireFoundation(Stage stage) {
        for (Stage needed : foundation(stage)) {
            if (!stages.contains(needed) && !nets.finished(needed)) {
                throw new InvalidInputException(
                        stage.title() + " needs " + needed.title() + ", which "
                                + context.folder().path() + " does not hold",
                        "train it too: --stages " + needed.key() + "," + stage.key());
            }
        }
    }

    /** The stages whose nets a stage starts from. */
    private static List<Stage> foundation(Stage stage) {
        return switch (stage) {
            case LR_CNN, HR_CNN -> List.of();
            case PT -> List.of(Stage.HR_CNN);
            case FT1 -> List.of(Stage.HR_CNN, Stage.PT);
            case FT2 -> List.of(Stage.LR_CNN, Stage.FT1);
        };
    }

    @Override
    public void train() {
        context.removeLeftOverState();
        for (Stage stage : Stage.values()) {
            if (stages.contains(stage) && !nets.finished(stage)) {
                train(stage);
            }
        }
    }

    private void train(Stage stage) {
        switch (stage) {
            case LR_CNN -> {
                Net classifier = nets.newLrClassifier(context.listener()::warning);
                new ClassifierTraining(context, stage, context.config().lr(), Input.LOOK, classifier).run();
            }
            case HR_CNN -> {
                Net classifier = nets.newHrClassifier(context.listener()::warning);
                new ClassifierTraining(context, stage, context.config().hr(), Input.IMAGE, classifier).run();
            }
            case PT -> new PolicyPretraining(context, nets.newPolicy(), nets.trainedHrClassifier(stage)).run();
            case FT1 ->
                new JointFinetuning(
                                context, stage, nets.trainedPolicy(Stage.PT), nets.trainedHrClassifier(Stage.PT), null)
                        .run();
            case FT2 ->
                new JointFinetuning(
                                context,
                                stage,
                                nets.trainedPolicy(Stage.FT1),
                                nets.trainedHrClassifier(Stage.FT1),
                                nets.trainedLrClassifier())
                        .run();
        }
    }
}
