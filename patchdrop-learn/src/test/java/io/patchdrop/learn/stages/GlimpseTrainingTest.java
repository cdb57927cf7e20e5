package io.patchdrop.learn.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.evaluation.GlimpseSystem;
import io.patchdrop.learn.evaluation.SystemEvaluation;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.stages.GlimpseTraining.Trains;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GlimpseTrainingTest extends TensorTest {
    private static final double MEAN = 1.6;

    private final Path folder;

    GlimpseTrainingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Net localiser(StageContext context) {
        int grid = context.config().grid();
        return TinyRun.nets(context)
                .placed(NetSpec.parse("glimpse-resnet8-w4")
                        .build(2 * grid * grid, context.config().data().lrSize(), grid, 5));
    }

    /** Nets before and after training; what is not trained stays, bit for bit, and stopping anywhere changes nothing. */
    @ParameterizedTest
    @EnumSource
    void anyStopLeadsToTheSameEndAndFrozenNetsStay(Trains trains) {
        TrainingConfig config = TinyRun.config();
        try (Dataset data = TinyRun.open(config)) {
            Map<String, double[]> uninterrupted = train(config, data, trains, folder.resolve("uninterrupted"));
            for (int stop = 1; stop <= 2 * TinyRun.STEPS_PER_EPOCH; stop++) {
                FrozenPartsTest.assertSame(
                        train(config, data, trains, folder.resolve("stopped" + stop), stop), uninterrupted);
            }
            FrozenPartsTest.assertSame(
                    train(config, data, trains, folder.resolve("again"), 1, 1, 1, 1, 1, 1), uninterrupted);
        }
    }

    private static Map<String, double[]> train(
            TrainingConfig config, Dataset data, Trains trains, Path runFolder, int... stops) {
        for (int steps : stops) {
            AtomicInteger left = new AtomicInteger(steps);
            StageContext context = TinyRun.context(
                    config, data, runFolder, TrainingListener.silent(), () -> left.decrementAndGet() == 0);
            assertThatThrownBy(() -> run(context, trains)).isInstanceOf(TrainingStoppedException.class);
        }
        return run(TinyRun.context(config, data, runFolder), trains);
    }

    private static Map<String, double[]> run(StageContext context, Trains trains) {
        RunNets nets = TinyRun.nets(context);
        Net classifier = nets.newHrClassifier(notice -> {});
        Net lr = nets.newLrClassifier(notice -> {});
        Net localiser = localiser(context);
        Map<String, double[]> lrBefore = FrozenPartsTest.snapshot(lr);
        Map<String, double[]> classifierBefore = FrozenPartsTest.snapshot(classifier);
        Map<String, double[]> localiserBefore = FrozenPartsTest.snapshot(localiser);
        Part part = Part.of("STN", "Ft-2");
        new GlimpseTraining(context, part, context.config().ft2(), trains, MEAN, localiser, classifier, lr).run();

        FrozenPartsTest.assertSame(FrozenPartsTest.snapshot(lr), lrBefore);
        Map<String, double[]> classifierAfter = FrozenPartsTest.snapshot(classifier);
        switch (trains) {
            case LOCALISER -> FrozenPartsTest.assertSame(classifierAfter, classifierBefore);
            case BOTH ->
                assertThat(classifierAfter.get("conv1.weight")).isNotEqualTo(classifierBefore.get("conv1.weight"));
        }
        Map<String, double[]> after = FrozenPartsTest.snapshot(localiser);
        assertThat(after.get("fc.weight")).isNotEqualTo(localiserBefore.get("fc.weight"));
        assertThat(after.get("conv1.weight")).isNotEqualTo(localiserBefore.get("conv1.weight"));
        double[] bias = Objects.requireNonNull(after.get("fc.bias"));
        // Two windows are in use, of the four that the net could place.
        assertThat(bias).endsWith(0, 0, 0, 0);
        assertThat(bias[0]).isNotZero();
        Map<String, double[]> all = new LinkedHashMap<>(after);
        classifierAfter.forEach((name, values) -> all.put("classifier." + name, values));
        return all;
    }

    /**
     * The class is the colour of one of 16 patches, at a random place. The windows start over the central ones, which tell
     * it in a quarter of the images; those that learn move towards the colour.
     */
    @Test
    void windowsLearnToMoveTowardsWhatTells() throws IOException {
        ToyImages.write(folder.resolve("images"), 161, 120, 40);
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
                "pt.epochs=8",
                "pt.batch=16",
                "pt.policy_learning_rate=5.0e-3");
        try (Dataset data = TinyRun.open(config)) {
            StageContext context = TinyRun.context(config, data, folder.resolve("run"));
            Net classifier = TinyRun.nets(context).newHrClassifier(notice -> {});
            new ClassifierTraining(context, Stage.HR_CNN, config.hr(), ClassifierTraining.Input.IMAGE, classifier)
                    .run();
            Net localiser = localiser(context);
            GlimpseSystem system = new GlimpseSystem("STN", "Pt", localiser, classifier, null, 4, 1);
            SystemEvaluation before = SystemEvaluation.of(context.evaluation(), data.test(), system, 0.5);
            assertThat(before.statistics().distinctMasks()).isEqualTo(1);
            Part part = Part.of("STN", "Pt");
            new GlimpseTraining(context, part, config.pt(), Trains.LOCALISER, 4, localiser, classifier, null).run();
            SystemEvaluation after = SystemEvaluation.of(context.evaluation(), data.test(), system, 0.5);
            assertThat(after.statistics().accuracy())
                    .isGreaterThan(before.statistics().accuracy() + 15);
            assertThat(after.statistics().distinctMasks()).isGreaterThan(10);
            assertThat(after.statistics().meanPatches()).isEqualTo(4);
        }
    }
}
