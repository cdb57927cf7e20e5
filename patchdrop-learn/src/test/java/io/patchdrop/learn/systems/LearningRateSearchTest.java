package io.patchdrop.learn.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for learning rates, with trainings that write down at which rate they ran. */
class LearningRateSearchTest extends TensorTest {
    private static final TrainingConfig CONFIG = TinyRun.config(
            "lr.epochs=2", "lr.learning_rate=0.1", "tuning.epochs=1", "tuning.factors=[0.000001, 1.0, 1000000.0]");

    private final Path folder;

    LearningRateSearchTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void eachRateIsTriedOnceForAShortTime() throws IOException {
        List<String> tried = new ArrayList<>();
        double factor = search(tried);

        assertThat(tried).containsExactly("1.0E-7 for 1", "0.1 for 1", "100000.0 for 1");
        String found = Files.readString(folder.resolve("tuning.json"));
        assertThat(found).contains("\"lr\"", "\"chosen\" : " + factor, "\"validation_scores\"");
        assertThat(folder.resolve("tuning/lr-1.0")).doesNotExist();

        List<String> again = new ArrayList<>();
        assertThat(search(again)).isEqualTo(factor);
        assertThat(again).isEmpty();
    }

    @Test
    void aDamagedRecordIsNamed() throws IOException {
        search(new ArrayList<>());
        Files.writeString(folder.resolve("tuning.json"), "{\"lr\": ");
        assertThatThrownBy(() -> search(new ArrayList<>()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("tuning.json")
                .hasMessageContaining("remove it");
    }

    private double search(List<String> tried) throws IOException {
        try (Dataset data = TinyRun.open(CONFIG)) {
            StageContext context = new StageContext(
                    CONFIG,
                    data,
                    Compute.of(CONFIG.runtime()),
                    RunFolder.resume(folder, CONFIG),
                    ConfigFiles.fingerprint(CONFIG, data.fingerprint()),
                    TrainingListener.silent(),
                    () -> false);
            return new LearningRateSearch(context, true).factor(Stage.LR_CNN, Workbench.Schedule.LR, at -> {
                tried.add(at.config().lr().learningRate() + " for "
                        + at.config().lr().epochs());
                new Workbench(at, false).trainLrClassifier();
            });
        }
    }
}
