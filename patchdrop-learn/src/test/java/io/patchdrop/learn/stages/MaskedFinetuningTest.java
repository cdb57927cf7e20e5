package io.patchdrop.learn.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.CentralRows;
import io.patchdrop.core.Policy;
import io.patchdrop.core.RandomPatches;
import io.patchdrop.core.StochasticPatches;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.evaluation.SystemEvaluation;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.report.EpochMetrics;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskedFinetuningTest extends TensorTest {
    private static final Part PART = Part.of("Stochastic", "Ft-2");

    private final Path folder;

    MaskedFinetuningTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** The class is the colour of one patch anywhere: under 8 of 16 random patches, half of the images can be told. */
    @Test
    void aClassifierLearnsToReadMaskedImages() throws IOException {
        ToyImages.write(folder.resolve("images"), 151, 60, 40);
        TrainingConfig config = TinyRun.config(
                "data.location='" + folder.resolve("images") + "'",
                "grid=4",
                "data.image_size=" + ToyImages.SIZE,
                "data.lr_size=8",
                "data.train_limit=0",
                "data.test_limit=0",
                "data.crop_padding=0",
                "hr.net=cifar-resnet8-w4-s2",
                "ft1.epochs=6",
                "ft1.batch=16",
                "ft1.classifier_learning_rate=1.0e-2");
        try (Dataset data = TinyRun.open(config)) {
            StageContext context = TinyRun.context(config, data, folder.resolve("run"));
            Net classifier = TinyRun.nets(context).newHrClassifier(notice -> {});
            Policy masks = new RandomPatches(8);
            double before = accuracy(context, classifier, masks);
            new MaskedFinetuning(
                            context, Part.of("Random", "Ft-1"), config.ft1(), drawn(context, masks), classifier, null)
                    .run();
            double masked = accuracy(context, classifier, masks);
            // Half are seen and right, of the other half a third is guessed: 2/3 at best on average.
            assertThat(masked).isGreaterThan(before + 15).isBetween(55.0, 80.0);
            assertThat(accuracy(context, classifier, new RandomPatches(16))).isGreaterThan(90);
        }
    }

    private static double accuracy(StageContext context, Net classifier, Policy masks) {
        PatchSystem system = new PatchSystem("masked", "-", PatchSystem.drawn(masks, 1, "test"), classifier, null);
        EvaluationContext evaluation = context.evaluation();
        return SystemEvaluation.of(evaluation, context.data().test(), system, 0.5)
                .statistics()
                .accuracy();
    }

    @Test
    void anyStopLeadsToTheSameEndAndTheLrClassifierStaysAsItWas() {
        TrainingConfig config = TinyRun.config();
        try (Dataset data = TinyRun.open(config)) {
            Outcome uninterrupted = train(config, data, folder.resolve("uninterrupted"));
            for (int stop = 1; stop <= 2 * TinyRun.STEPS_PER_EPOCH; stop++) {
                Outcome stopped = train(config, data, folder.resolve("stopped" + stop), stop);
                assertEqual(stopped, uninterrupted);
            }
            assertEqual(train(config, data, folder.resolve("again"), 1, 1, 1, 1, 1, 1), uninterrupted);
        }
    }

    @Test
    void theScheduleIsThatOfTheStage() {
        TrainingConfig config = TinyRun.config("ft2.epochs=3");
        try (Dataset data = TinyRun.open(config)) {
            StageContext context = TinyRun.context(config, data, folder.resolve("run"));
            run(context);
            assertThat(context.folder().metrics().read()).hasSize(3).allSatisfy(line -> assertThat(line.values())
                    .containsKeys("train_patches", "train_loss", "train_accuracy", "val_accuracy", "patches"));
        }
    }

    @Test
    void masksOfTheWholeImageAreWhatHrCnnSees() {
        // Every patch taken: the mask must not matter, whatever policy gave it.
        TrainingConfig config = TinyRun.config("ft1.epochs=1");
        try (Dataset data = TinyRun.open(config)) {
            Map<String, double[]> first =
                    ft1(config, data, folder.resolve("rows"), new CentralRows(config.patchGrid(), 4));
            Map<String, double[]> second = ft1(config, data, folder.resolve("random"), new RandomPatches(4));
            FrozenPartsTest.assertSame(second, first);
        }
    }

    private static Map<String, double[]> ft1(TrainingConfig config, Dataset data, Path runFolder, Policy masks) {
        StageContext context = TinyRun.context(config, data, runFolder);
        Net classifier = TinyRun.nets(context).newHrClassifier(notice -> {});
        new MaskedFinetuning(context, PART, config.ft1(), drawn(context, masks), classifier, null).run();
        return FrozenPartsTest.snapshot(classifier);
    }

    private static TrainingMasks drawn(StageContext context, Policy masks) {
        return TrainingMasks.of(masks, context.grid().patches());
    }

    private record Outcome(Map<String, double[]> weights, String score, List<Map<String, Double>> metrics) {}

    private static void assertEqual(Outcome found, Outcome expected) {
        FrozenPartsTest.assertSame(found.weights(), expected.weights());
        assertThat(found.score()).isEqualTo(expected.score());
        assertThat(found.metrics()).isEqualTo(expected.metrics());
    }

    /** Stops after so many steps each, then runs to the end. */
    private static Outcome train(TrainingConfig config, Dataset data, Path runFolder, int... stops) {
        for (int steps : stops) {
            AtomicInteger left = new AtomicInteger(steps);
            StageContext context = TinyRun.context(
                    config, data, runFolder, TrainingListener.silent(), () -> left.decrementAndGet() == 0);
            assertThatThrownBy(() -> run(context)).isInstanceOf(TrainingStoppedException.class);
        }
        StageContext context = TinyRun.context(config, data, runFolder);
        Map<String, double[]> weights = FrozenPartsTest.snapshot(run(context));
        String score =
                TensorFile.metadata(context.folder().file(PART.fileName())).getOrDefault("validation_score", "missing");
        return new Outcome(
                weights,
                score,
                context.folder().metrics().read().stream()
                        .map(MaskedFinetuningTest::withoutSeconds)
                        .toList());
    }

    private static Net run(StageContext context) {
        RunNets nets = TinyRun.nets(context);
        Net classifier = nets.newHrClassifier(notice -> {});
        Net lrClassifier = nets.newLrClassifier(notice -> {});
        Map<String, double[]> lrBefore = FrozenPartsTest.snapshot(lrClassifier);
        Policy masks = new StochasticPatches(context.grid(), 2.3);
        new MaskedFinetuning(context, PART, context.config().ft2(), drawn(context, masks), classifier, lrClassifier)
                .run();
        FrozenPartsTest.assertSame(FrozenPartsTest.snapshot(lrClassifier), lrBefore);
        return classifier;
    }

    private static Map<String, Double> withoutSeconds(EpochMetrics line) {
        Map<String, Double> values = new LinkedHashMap<>(line.values());
        values.remove("seconds");
        return values;
    }
}
