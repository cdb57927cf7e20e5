package io.patchdrop.learn.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.report.EpochMetrics;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.tensor.TensorTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stage stopped after any step and taken up with new objects ends as one that was never stopped, bit for bit. */
class ResumeTest extends TensorTest {
    private static final TrainingConfig CONFIG = TinyRun.config();
    private static Dataset data;

    private final Path folder;

    ResumeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void open() {
        data = TinyRun.open(CONFIG);
    }

    @AfterAll
    static void close() {
        data.close();
    }

    /** How a stage ended. */
    private record Outcome(Map<String, double[]> weights, String score, List<EpochMetrics> metrics) {}

    @ParameterizedTest
    @EnumSource
    void anyStopLeadsToTheSameEnd(Stage stage) {
        Outcome uninterrupted = train(stage, folder.resolve("uninterrupted"));
        int total = 2 * TinyRun.STEPS_PER_EPOCH;
        List<List<Integer>> stops = new ArrayList<>();
        for (int step = 1; step <= total; step++) {
            stops.add(List.of(step));
        }
        stops.add(List.of(1, 1, 1, 1, 1, 1));
        for (List<Integer> stop : stops) {
            Outcome outcome = train(
                    stage,
                    folder.resolve("stopped" + stop),
                    stop.stream().mapToInt(Integer::intValue).toArray());
            FrozenPartsTest.assertSame(outcome.weights(), uninterrupted.weights());
            assertThat(outcome.score()).isEqualTo(uninterrupted.score());
            assertThat(outcome.metrics()).as("%s", stop).isEqualTo(uninterrupted.metrics());
        }
    }

    /** Stops after so many steps each, then runs to the end. */
    private static Outcome train(Stage stage, Path runFolder, int... stops) {
        for (int steps : stops) {
            AtomicInteger left = new AtomicInteger(steps);
            StageContext context = TinyRun.context(
                    CONFIG, data, runFolder, TrainingListener.silent(), () -> left.decrementAndGet() == 0);
            assertThatThrownBy(() -> run(context, stage)).isInstanceOf(TrainingStoppedException.class);
            assertThat(context.folder().progressFile()).exists();
        }
        StageContext context = TinyRun.context(CONFIG, data, runFolder);
        Map<String, double[]> weights = new LinkedHashMap<>();
        run(context, stage).forEach((prefix, net) -> FrozenPartsTest.snapshot(net)
                .forEach((name, values) -> weights.put(prefix + name, values)));
        assertThat(context.folder().progressFile()).doesNotExist();
        Map<String, String> metadata = TensorFile.metadata(context.folder().file(stage.fileName()));
        return new Outcome(
                weights,
                metadata.getOrDefault("validation_score", "missing"),
                withoutSeconds(context.folder().metrics().read()));
    }

    /** Trains with nets as they are before the stage; gives those that were trained. */
    private static Map<String, Net> run(StageContext context, Stage stage) {
        RunNets nets = TinyRun.nets(context);
        Net lr = nets.newLrClassifier(notice -> {});
        Net hr = nets.newHrClassifier(notice -> {});
        Net policy = nets.newPolicy();
        switch (stage) {
            case LR_CNN -> {
                new ClassifierTraining(context, stage, context.config().lr(), ClassifierTraining.Input.LOOK, lr).run();
                return Map.of("lr.", lr);
            }
            case HR_CNN -> {
                new ClassifierTraining(context, stage, context.config().hr(), ClassifierTraining.Input.IMAGE, hr).run();
                return Map.of("hr.", hr);
            }
            case PT -> {
                new PolicyPretraining(context, policy, hr).run();
                return Map.of("policy.", policy);
            }
            case FT1 -> {
                new JointFinetuning(context, stage, policy, hr, null).run();
                return Map.of("policy.", policy, "hr.", hr);
            }
            case FT2 -> {
                new JointFinetuning(context, stage, policy, hr, lr).run();
                return Map.of("policy.", policy, "hr.", hr);
            }
        }
        throw new AssertionError(stage);
    }

    private static List<EpochMetrics> withoutSeconds(List<EpochMetrics> lines) {
        return lines.stream()
                .map(line -> {
                    Map<String, Double> values = new LinkedHashMap<>(line.values());
                    assertThat(values.remove("seconds")).isNotNegative();
                    return new EpochMetrics(line.stage(), line.epoch(), values);
                })
                .toList();
    }
}
