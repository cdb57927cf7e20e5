package io.patchdrop.learn.recipe;

import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.stages.ClassifierTraining;
import io.patchdrop.learn.stages.JointFinetuning;
import io.patchdrop.learn.stages.PolicyPretraining;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import java.util.Set;

/**
 * The published recipe: LR and HR classifier, then the policy alone (Pt), with the HR classifier (Ft-1), and with the LR
 * classifier's logits added (Ft-2). Stages that the run folder holds already are not trained again.
 */
public final class PaperRecipe {
    private final StageContext context;
    private final RunNets nets;

    /** @param context the run */
    public PaperRecipe(StageContext context) {
        this.context = context;
        this.nets = new RunNets(
                context.config(),
                context.folder(),
                context.compute(),
                context.data().classes().size());
    }

    /**
     * Trains the stages in the recipe's order.
     *
     * @param stages which; those they build on must be among them or finished
     */
    public void train(Set<Stage> stages) {
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
                new ClassifierTraining(context, stage, context.config().lr(), classifier).run();
            }
            case HR_CNN -> {
                Net classifier = nets.newHrClassifier(context.listener()::warning);
                new ClassifierTraining(context, stage, context.config().hr(), classifier).run();
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
