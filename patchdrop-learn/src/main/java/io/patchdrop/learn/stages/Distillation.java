package io.patchdrop.learn.stages;

import io.patchdrop.learn.config.BaselinesConfig;
import io.patchdrop.learn.config.ClassifierConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.evaluation.Accuracy;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Sgd;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.ImagePipeline;
import io.patchdrop.learn.tensor.Losses;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains a classifier of looks to answer as HR-CNN answers the HR images of the same scenes (Hinton, Vinyals and Dean,
 * "Distilling the Knowledge in a Neural Network", 2015). Schedule and augmentation are LR-CNN's; the epoch with the best
 * validation accuracy is kept.
 */
public final class Distillation {
    private final StageContext context;
    private final Part stage;
    private final ClassifierConfig config;
    private final BaselinesConfig settings;
    private final Net student;
    private final Net teacher;
    private final ImagePipeline pipeline;
    private final Sgd optimiser;
    private final int stepsPerEpoch;

    /**
     * @param stage the name of what is trained
     * @param student a classifier of looks, trained in place
     * @param teacher the trained classifier of HR images, which is frozen
     */
    public Distillation(StageContext context, Part stage, Net student, Net teacher) {
        this.context = context;
        this.stage = stage;
        this.config = context.config().lr();
        this.settings = context.config().baselines();
        this.student = student;
        this.teacher = teacher;
        this.pipeline = context.pipeline();
        this.optimiser = new Sgd(Weights.parameters(student), config.momentum(), config.weightDecay());
        this.stepsPerEpoch = context.stepsPerEpoch(config.batch());
        teacher.freeze();
    }

    /** Trains to the end, or to the next stop; afterwards the student holds the best epoch's weights. */
    public void run() {
        StageProgress progress = StageProgress.open(
                context, stage, Map.of("", student), Map.of("classifier", optimiser), config.epochs(), stepsPerEpoch);
        while (progress.epoch() < config.epochs()) {
            trainOneEpoch(progress);
            double accuracy = Accuracy.of(context.evaluation(), context.data().validation(), Views::look, student);
            progress.average("val_accuracy", accuracy);
            progress.endEpoch(accuracy);
        }
        progress.finish();
    }

    private void trainOneEpoch(StageProgress progress) {
        student.train(true);
        try (BatchLoader loader = context.trainBatches(stage, progress.epoch(), config.batch(), progress.step())) {
            for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                step(batch, progress);
                progress.endStep();
            }
        }
    }

    private void step(Batch batch, StageProgress progress) {
        try (PointerScope scope = new PointerScope()) {
            Views views = pipeline.augmentedViews(batch, context.random(stage, progress.epoch(), progress.step()));
            Tensor labels = pipeline.labels(batch);
            Tensor told = answerOfTeacher(views);
            Tensor logits;
            try (Compute.Autocast cast = context.compute().autocast()) {
                logits = student.forward(views.look()).to(ScalarType.Float);
            }
            Tensor loss = Losses.distillation(logits, told, labels, settings.kdTemperature(), settings.kdWeight());
            loss.backward();
            optimiser.step(config.learningRate() * config.schedule().factor(progress.share()));
            progress.average("train_loss", loss.item_double(), batch.size());
            progress.average("train_accuracy", 100 * Accuracy.share(logits, labels), batch.size());
        }
    }

    private Tensor answerOfTeacher(Views views) {
        try (AutoGradMode noGradient = new AutoGradMode(false);
                Compute.Autocast cast = context.compute().autocast()) {
            return teacher.classify(views).to(ScalarType.Float);
        }
    }
}
