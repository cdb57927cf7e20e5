package io.patchdrop.learn.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.systems.Systems;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons that are taken up again. */
class ComparisonTest extends TensorTest {
    private static final String NO_SEARCH = "tuning.epochs=0";

    private final Path folder;

    ComparisonTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatIsFinishedIsNotRepeated() throws IOException {
        Results first = compare(16, new HeardProgress(), "LR-CNN");
        byte[] rows = Files.readAllBytes(folder.resolve("systems/LR-CNN.json"));
        HeardProgress progress = new HeardProgress();
        Results second = compare(16, progress, "LR-CNN", "HR-CNN");
        assertThat(progress.lines).containsExactly("LR-CNN finished before", "HR-CNN training", "HR-CNN evaluating");
        assertThat(folder.resolve("systems/LR-CNN.json")).hasBinaryContent(rows);
        assertThat(second.systems()).extracting(SystemResult::name).containsExactly("LR-CNN", "HR-CNN");
        assertThat(second.systems().get(0)).isEqualTo(first.systems().get(0));
    }

    /** Rows over different images must not stand side by side, and the limit is that of the validation split too. */
    @Test
    void theNumberOfTestImagesStays() throws IOException {
        compare(16, new HeardProgress(), "LR-CNN");
        byte[] results = Files.readAllBytes(folder.resolve("results.json"));
        assertThatThrownBy(() -> compare(9, new HeardProgress(), "LR-CNN", "HR-CNN"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("data.test_limit was 16, is 9");
        assertThat(folder.resolve("results.json")).hasBinaryContent(results);
        assertThat(folder.resolve("hr.safetensors")).doesNotExist();
    }

    private Results compare(int testImages, HeardProgress progress, String... systems) {
        TrainingConfig config = TinyRun.config(NO_SEARCH, "data.test_limit=" + testImages);
        return new Comparison(config, folder, true, Systems.named(List.of(systems)))
                .run(Map.of(), TrainingListener.silent(), progress, () -> false);
    }
}
