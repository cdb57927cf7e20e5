package io.patchdrop.learn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private final TrainingConfig config = ConfigFiles.resolve("demo", null, List.of());
    private final Path runs;
    private final Path path;

    RunFolderTest(@TempDir Path folder) {
        runs = folder.resolve("runs");
        path = runs.resolve("first");
    }

    @Test
    void theConfigurationIsThereFromTheStart() {
        assertThat(RunFolder.create(path, config).config()).isEqualTo(config);
        assertThat(RunFolder.open(path).config()).isEqualTo(config);
    }

    @Test
    void aFolderWithSomethingInItIsNotOverwritten() throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("precious.txt"), "mine");
        assertThatThrownBy(() -> RunFolder.create(path, config))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not empty")
                .hasMessageContaining("--out");
        assertThatThrownBy(() -> RunFolder.resume(path, config)).isInstanceOf(InvalidInputException.class);
        assertThat(path.resolve("precious.txt")).hasContent("mine");
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Files.createDirectories(runs);
        Files.writeString(path, "a file");
        assertThatThrownBy(() -> RunFolder.create(path, config)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> RunFolder.open(path))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not a run");
    }

    @Test
    void onlyOneTrainsInAFolderAtATime() {
        RunFolder run = RunFolder.create(path, config);
        try (RunFolder.Claim first = run.claim()) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> RunFolder.open(path).claim())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("another process trains in");
            assertThat(run.config()).as("it can still be read").isEqualTo(config);
        }
        RunFolder.open(path).claim().close();
    }

    @Test
    void resumingNeedsTheSameLearningSettings() {
        RunFolder.resume(path, config);
        TrainingConfig faster = ConfigFiles.with(config, List.of("runtime.threads=2", "data.workers=1"));
        assertThat(RunFolder.resume(path, faster).config()).isEqualTo(config);
        TrainingConfig other = ConfigFiles.with(config, List.of("pt.sigma=9", "seed=4"));
        assertThatThrownBy(() -> RunFolder.resume(path, other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("pt.sigma was 0.5, is 9")
                .hasMessageContaining("seed was 1, is 4");
    }

    @Test
    void classesMustStayTheSameInTheSameOrder() {
        RunFolder folder = RunFolder.create(path, config);
        folder.claimClasses(List.of("ship", "plane"));
        folder.claimClasses(List.of("ship", "plane"));
        assertThatThrownBy(() -> folder.claimClasses(List.of("plane", "ship")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("ship, plane");
    }
}
