package io.patchdrop.learn.systems;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.evaluation.EvaluatedSystem;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.nets.Discriminator;
import io.patchdrop.learn.nets.Generator;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.OwnedModule;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.SuperResolutionTraining;
import io.patchdrop.learn.systems.Workbench.Schedule;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * SRGAN (Ledig et al., CVPR 2017): an HR image is made of the look, and the HR classifier answers from it. No patch is
 * taken.
 */
final class Srgan implements ComparedSystem {
    private static final String NAME = "SRGAN";
    private static final Part PART = Part.of(NAME, SystemResult.NO_STAGE);
    private static final int GENERATOR_SEED = 13;
    private static final int DISCRIMINATOR_SEED = 14;
    private static final int DISCRIMINATOR_WIDTH = 16;

    @Override
    public void check(StageContext context) {
        RunNets.of(context).requireDenseHrClassifier(name());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void train(Workbench bench) {
        bench.trainHrClassifier();
        RunNets nets = bench.nets();
        bench.train(PART, Schedule.LR, at -> {
            Discriminator discriminator = nets.placed(
                    Discriminator.build(DISCRIMINATOR_WIDTH, at.config().seed() + DISCRIMINATOR_SEED));
            new SuperResolutionTraining(
                            at,
                            PART,
                            newGenerator(nets, at.config()),
                            discriminator,
                            nets.trainedHrClassifier(Stage.HR_CNN),
                            nets.trainedHrClassifier(Stage.HR_CNN))
                    .run();
        });
    }

    private static Generator newGenerator(RunNets nets, TrainingConfig config) {
        int factor = config.data().imageSize() / config.data().lrSize();
        return nets.placed(Generator.build(
                config.baselines().srganWidth(),
                config.baselines().srganBlocks(),
                factor,
                config.seed() + GENERATOR_SEED));
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return nets.finished(PART);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        RunNets nets = trial.nets();
        Generator generator = nets.loaded(newGenerator(nets, trial.config()), PART, "generator.");
        Net classifier = nets.loaded(nets.newHrClassifier(notice -> {}), PART, "classifier.");
        return List.of(trial.row(new SuperResolved(generator, classifier), PART));
    }

    /** Answers from the images that a generator makes of looks. */
    private record SuperResolved(Generator generator, Net classifier) implements EvaluatedSystem {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<OwnedModule> nets() {
            return List.of(generator, classifier);
        }

        @Override
        public Answer answer(EvaluationContext context, Batch batch, Views views) {
            Tensor logits = classifier.forward(generator.forward(views.look())).to(ScalarType.Float);
            return new Answer(logits, PatchSystem.none().actions(context, batch, views.look()));
        }
    }
}
