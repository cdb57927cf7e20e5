package io.patchdrop.learn.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.report.EpochMetrics;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.safetensors.SafetensorsFile;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.stages.TrainingStoppedException;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, from images to the report. */
class TrainingRunTest extends TensorTest {
    private static final Set<Stage> ALL = EnumSet.allOf(Stage.class);
    private static final List<String> PARTS = List.of(
            "lr", "hr", "trunk", "whole", "robust", "robust-fusion", "scores", "tuned", "tuned-fusion", "value");

    private final Path folder;

    TrainingRunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aRunStoppedAgainAndAgainEndsAsOneThatWasNot() throws IOException {
        TrainingConfig config = TinyRun.config();
        Results whole = run(config, folder.resolve("whole"), false, ALL, () -> false);
        assertComplete(folder.resolve("whole"), whole);

        Path stopped = folder.resolve("stopped");
        // 5 stages of 2 epochs of 3 steps, stopped every 4: within an epoch, at its end, in the first step of a stage.
        for (int stop = 1; stop * 4 < 30; stop++) {
            AtomicInteger left = new AtomicInteger(4);
            assertThatThrownBy(() -> run(config, stopped, true, ALL, () -> left.decrementAndGet() == 0))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        Results resumed = run(config, stopped, true, ALL, () -> false);
        assertThat(resumed.systems().stream().map(TrainingRunTest::withoutTimes))
                .isEqualTo(whole.systems().stream()
                        .map(TrainingRunTest::withoutTimes)
                        .toList());
        for (Stage stage : Stage.values()) {
            assertThat(tensors(stopped.resolve(stage.fileName())))
                    .isEqualTo(tensors(folder.resolve("whole").resolve(stage.fileName())));
        }
    }

    @Test
    void anytimeStoppedAgainAndAgainEndsAsIfItWasNot() throws IOException {
        TrainingConfig config = TinyRun.config("recipe=anytime");
        Results whole = anytime(config, folder.resolve("whole"), () -> false);
        assertThat(whole.recipe()).isEqualTo("anytime");
        assertThat(whole.systems())
                .extracting(row -> row.name() + " " + (row.tau() != null ? row.tau() : row.lambda()))
                .containsExactly(
                        "LR-CNN null",
                        "HR-CNN null",
                        "Random null",
                        "Random null",
                        "Random null",
                        "Random null",
                        "Random null",
                        "Central null",
                        "Central null",
                        "Central null",
                        "Central null",
                        "Central null",
                        "Cascade null",
                        "Cascade null",
                        "Cascade null",
                        "Cascade null",
                        "Cascade null",
                        "Anytime 0.3",
                        "Anytime 0.9",
                        "Anytime 0.01");
        for (String file : List.of("config.yaml", "classes.txt", "results.json", "table.md", "report.html")) {
            assertThat(folder.resolve("whole").resolve(file)).isNotEmptyFile();
        }

        Path stopped = folder.resolve("stopped");
        // 6 steps each of LR-CNN, HR-CNN, the trunk and the classifier's three trainings, 2 each of the rest.
        for (int stop = 1; stop * 4 < 36; stop++) {
            AtomicInteger left = new AtomicInteger(4);
            assertThatThrownBy(() -> anytime(config, stopped, () -> left.decrementAndGet() == 0))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        Results resumed = anytime(config, stopped, () -> false);
        assertThat(resumed.systems().stream().map(TrainingRunTest::withoutTimes))
                .isEqualTo(whole.systems().stream()
                        .map(TrainingRunTest::withoutTimes)
                        .toList());
        for (String part : PARTS) {
            String file = part + ".safetensors";
            assertThat(tensors(stopped.resolve(file)))
                    .as(part)
                    .isEqualTo(tensors(folder.resolve("whole").resolve(file)));
        }
        assertThat(stopped.toFile().list())
                .containsExactlyInAnyOrder(folder.resolve("whole").toFile().list());
    }

    /** What only the last parts need is looked at before the first is trained. */
    @Test
    void anytimeFindsBeforehandWhatItsScoreNetCannotBe() {
        TrainingConfig config = TinyRun.config("recipe=anytime", "anytime.score_net=resnet10");
        assertThatThrownBy(() -> anytime(config, folder.resolve("run"), () -> false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("anytime.score_net is resnet10");
        assertThat(folder.resolve("run")).as("nothing was begun").doesNotExist();
    }

    @Test
    void anytimeHasNoStagesToChooseFrom() {
        TrainingConfig config = TinyRun.config("recipe=anytime");
        assertThatThrownBy(() -> new TrainingRun(config, folder.resolve("run"), false, ALL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("leave --stages out");
    }

    private static Results anytime(TrainingConfig config, Path out, BooleanSupplier stopRequested) {
        return new TrainingRun(config, out, true).run(Map.of(), TrainingListener.silent(), stopRequested);
    }

    private static void assertComplete(Path run, Results results) {
        // LR-CNN and HR-CNN also make the cascade, at many thresholds.
        assertThat(results.systems().stream()
                        .map(row -> row.name() + " " + row.stage())
                        .distinct())
                .containsExactly(
                        "LR-CNN -",
                        "HR-CNN -",
                        "PatchDrop Pt",
                        "Random Pt",
                        "Central Pt",
                        "PatchDrop Ft-1",
                        "Random Ft-1",
                        "Central Ft-1",
                        "PatchDrop Ft-2",
                        "Random Ft-2",
                        "Central Ft-2",
                        "Cascade -");
        assertThat(results.systems().get(0).patches()).isZero();
        assertThat(results.systems().get(1).patches()).isEqualTo(4);
        for (String file : List.of("config.yaml", "classes.txt", "results.json", "table.md", "report.html")) {
            assertThat(run.resolve(file)).isNotEmptyFile();
        }
        assertThat(run.resolve("progress.safetensors")).doesNotExist();
        List<EpochMetrics> lines = RunFolder.open(run).metrics().read();
        assertThat(lines)
                .extracting(line -> line.stage() + " " + line.epoch())
                .containsExactly(
                        "LR-CNN 1",
                        "LR-CNN 2",
                        "HR-CNN 1",
                        "HR-CNN 2",
                        "Pt 1",
                        "Pt 2",
                        "Ft-1 1",
                        "Ft-1 2",
                        "Ft-2 1",
                        "Ft-2 2");
        assertThat(lines.subList(0, 4))
                .allSatisfy(line -> assertThat(line.values().keySet())
                        .containsExactly("train_loss", "train_accuracy", "val_accuracy", "learning_rate", "seconds"));
        assertThat(lines.subList(4, 10)).allSatisfy(line -> assertThat(
                        line.values().keySet())
                .contains("train_reward", "train_patches", "alpha", "val_accuracy", "reward", "patches", "masks"));
    }

    @Test
    void aStageNeedsThoseItBuildsOn() {
        TrainingConfig config = TinyRun.config();
        assertThatThrownBy(() -> run(config, folder.resolve("run"), false, EnumSet.of(Stage.PT), () -> false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Pt needs HR-CNN")
                .hasMessageContaining("--stages hr,pt");
        assertThat(folder.resolve("run")).as("nothing was begun").doesNotExist();
    }

    @Test
    void finishedStagesAreNotTrainedAgain() throws IOException {
        TrainingConfig config = TinyRun.config("lr.epochs=1");
        Path run = folder.resolve("run");
        Results first = run(config, run, false, EnumSet.of(Stage.LR_CNN), () -> false);
        assertThat(first.systems()).extracting(SystemResult::name).containsExactly("LR-CNN");
        byte[] trained = Files.readAllBytes(run.resolve(Stage.LR_CNN.fileName()));
        Results second = run(config, run, true, EnumSet.of(Stage.LR_CNN), () -> false);
        assertThat(run.resolve(Stage.LR_CNN.fileName()))
                .as("with the seconds that training took")
                .hasBinaryContent(trained);
        assertThat(second.systems().stream().map(TrainingRunTest::withoutTimes))
                .isEqualTo(first.systems().stream()
                        .map(TrainingRunTest::withoutTimes)
                        .toList());
    }

    private static Results run(
            TrainingConfig config, Path out, boolean resume, Set<Stage> stages, BooleanSupplier stopRequested) {
        return new TrainingRun(config, out, resume, stages).run(Map.of(), TrainingListener.silent(), stopRequested);
    }

    private static List<Object> withoutTimes(SystemResult row) {
        return List.of(
                row.name(),
                row.stage(),
                row.accuracy(),
                row.patches(),
                row.patchesStd(),
                row.masks(),
                "tau " + row.tau() + ", lambda " + row.lambda());
    }

    private static Map<String, ByteBuffer> tensors(Path file) throws IOException {
        Map<String, ByteBuffer> tensors = new LinkedHashMap<>();
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            saved.tensors().forEach((name, info) -> {
                ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(info.bytes()));
                saved.readInto(name, 0, bytes);
                tensors.put(name, bytes.rewind());
            });
        }
        return tensors;
    }
}
