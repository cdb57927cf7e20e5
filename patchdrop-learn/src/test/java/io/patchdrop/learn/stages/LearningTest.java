package io.patchdrop.learn.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.evaluation.SystemEvaluation;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pt finds out where to look, from rewards alone. */
class LearningTest extends TensorTest {
    private final Path folder;

    LearningTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void thePolicyLearnsToTakeThePatchThatTells() throws IOException {
        ToyImages.write(folder.resolve("images"), 141, 120, 40);
        TrainingConfig config = TinyRun.config(
                "data.location='" + folder.resolve("images") + "'",
                "grid=4",
                "data.image_size=" + ToyImages.SIZE,
                "data.lr_size=8",
                "data.train_limit=0",
                "data.test_limit=0",
                "data.crop_padding=0",
                "data.validation_fraction=0.15",
                "hr.net=cifar-resnet8-w4-s2",
                "hr.epochs=4",
                "hr.batch=16",
                "hr.learning_rate=0.05",
                "policy_net=grid-resnet8-w8",
                "pt.epochs=8",
                "pt.batch=16",
                "pt.policy_learning_rate=5.0e-3");
        try (Dataset data = TinyRun.open(config)) {
            StageContext context = TinyRun.context(config, data, folder.resolve("run"));
            RunNets nets = TinyRun.nets(context);
            Net classifier = nets.newHrClassifier(notice -> {});
            new ClassifierTraining(context, Stage.HR_CNN, config.hr(), ClassifierTraining.Input.IMAGE, classifier)
                    .run();
            Net policy = nets.newPolicy();
            PatchSystem system = new PatchSystem("PatchDrop", "Pt", PatchSystem.learned(policy), classifier, null);
            EvaluationContext evaluation = EvaluationContext.of(config, context.compute());
            double sigma = config.pt().sigma();
            SystemEvaluation before = SystemEvaluation.of(evaluation, data.test(), system, sigma);
            new PolicyPretraining(context, policy, classifier).run();
            SystemEvaluation after = SystemEvaluation.of(evaluation, data.test(), system, sigma);
            String summary = before + " -> " + after.statistics().accuracy() + " % at S = "
                    + after.statistics().meanPatches();
            assertThat(after.statistics().meanPatches()).as(summary).isLessThan(4);
            assertThat(after.statistics().accuracy()).as(summary).isGreaterThan(90);
            assertThat(after.meanReward()).isGreaterThan(before.meanReward());
            // Central patches cannot know: what was learnt is where to look, not how many to take.
            PatchSystem central = system.central(after.statistics().meanPatches(), evaluation, config.seed());
            double blind = SystemEvaluation.of(evaluation, data.test(), central, sigma)
                    .statistics()
                    .accuracy();
            assertThat(blind).isLessThan(after.statistics().accuracy() - 20);
        }
    }
}
