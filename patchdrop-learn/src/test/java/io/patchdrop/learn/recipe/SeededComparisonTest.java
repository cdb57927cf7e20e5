package io.patchdrop.learn.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SeedSummary;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.stages.TrainingStoppedException;
import io.patchdrop.learn.systems.Systems;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons of more than one seed: a folder each, and mean and spread beside them. */
class SeededComparisonTest extends TensorTest {
    private static final TrainingConfig CONFIG = TinyRun.config("seed=4", "tuning.epochs=0");

    private final Path out;

    SeededComparisonTest(@TempDir Path folder) {
        this.out = folder.resolve("compare");
    }

    @Test
    void meanAndSpreadAreThoseOfTheSeedsResults() throws IOException {
        SeedSummary summary = run(3, false, "LR-CNN,HR-CNN,Cascade", () -> false, new Events());

        List<Results> single = new ArrayList<>();
        for (long seed = 4; seed <= 6; seed++) {
            Path folder = out.resolve("seed-" + seed);
            assertThat(RunFolder.open(folder).config().seed()).isEqualTo(seed);
            assertThat(folder.resolve("report.html")).isNotEmptyFile();
            single.add(Results.read(folder.resolve("results.json")));
        }
        assertThat(single).extracting(Results::seed).containsExactly(4L, 5L, 6L);
        assertThat(summary.runs()).isEqualTo(single);
        JsonNode joined = new JsonMapper().readTree(Files.readString(out.resolve("results.json")));
        assertThat(joined.get("seeds")).hasToString("[4,5,6]");
        int rows = 2 + CONFIG.anytime().steps(CONFIG.grid() * CONFIG.grid()).length;
        assertThat(joined.get("systems").size()).isEqualTo(rows);
        for (int i = 0; i < rows; i++) {
            JsonNode row = joined.get("systems").get(i);
            int entry = i;
            List<SystemResult> own =
                    single.stream().map(results -> results.systems().get(entry)).toList();
            assertThat(own).allSatisfy(result -> {
                assertThat(result.name()).isEqualTo(row.get("name").asString());
                assertThat(result.tau() == null ? 0 : result.tau())
                        .isEqualTo(row.path("tau").doubleValue(0));
            });
            double[] accuracies =
                    own.stream().mapToDouble(SystemResult::accuracy).toArray();
            double[] patches = own.stream().mapToDouble(SystemResult::patches).toArray();
            assertThat(row.get("accuracy").doubleValue()).isCloseTo(mean(accuracies), within(0.006));
            assertThat(row.get("accuracy_std").doubleValue()).isCloseTo(deviation(accuracies), within(0.006));
            assertThat(row.get("patches").doubleValue()).isCloseTo(mean(patches), within(0.006));
            assertThat(row.get("patches_mean_std").doubleValue()).isCloseTo(deviation(patches), within(0.006));
        }
        assertThat(joined.get("systems").valueStream())
                .as("three seeds are not three times the same run")
                .anyMatch(row -> row.get("accuracy_std").doubleValue() > 0);
        assertThat(out.resolve("table.md")).content().contains("±", "over the seeds 4, 5, 6");
        assertThat(out.resolve("report.html")).content().contains("±", "seed-5/report.html");
    }

    @Test
    void whatWasStoppedGoesOnAndNothingFinishedIsRepeated() throws IOException {
        Path whole = out.resolveSibling("whole");
        SeedSummary expected = new SeededComparison(CONFIG, 2, whole, false, Systems.named(List.of("LR-CNN")))
                .run(Map.of(), TrainingListener.silent(), new Events(), () -> false);

        // LR-CNN has 6 steps: the first stop is within the first seed, the next within the second.
        for (int stop = 0; stop < 2; stop++) {
            AtomicInteger left = new AtomicInteger(5);
            assertThatThrownBy(() -> run(2, true, "LR-CNN", () -> left.decrementAndGet() < 0, new Events()))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        assertThat(out.resolve("seed-4/systems/LR-CNN.json")).exists();
        assertThat(out.resolve("seed-5/progress.safetensors")).exists();
        assertThat(out.resolve("results.json"))
                .as("a mean over one of two seeds")
                .doesNotExist();
        byte[] first = Files.readAllBytes(out.resolve("seed-4/lr.safetensors"));

        Events resumed = new Events();
        SeedSummary summary = run(2, true, "LR-CNN", () -> false, resumed);

        assertThat(resumed.lines)
                .containsExactly(
                        "seed 4, 1 of 2",
                        "LR-CNN finished before",
                        "seed 5, 2 of 2",
                        "LR-CNN training",
                        "LR-CNN evaluating",
                        "LR-CNN finished");
        assertThat(out.resolve("seed-4/lr.safetensors")).hasBinaryContent(first);
        assertThat(accuracies(summary)).isEqualTo(accuracies(expected));

        Events again = new Events();
        assertThat(run(2, true, "LR-CNN", () -> false, again)).isEqualTo(summary);
        assertThat(again.lines)
                .containsExactly(
                        "seed 4, 1 of 2", "LR-CNN finished before", "seed 5, 2 of 2", "LR-CNN finished before");
    }

    @Test
    void moreSeedsAreSummarisedOverWhatAllOfThemHave() throws IOException {
        run(1, false, "LR-CNN,HR-CNN", () -> false, new Events());

        SeedSummary summary = run(2, true, "HR-CNN", () -> false, new Events());

        assertThat(summary.seeds()).containsExactly(4L, 5L);
        assertThat(summary.mean().systems()).extracting(SystemResult::name).containsExactly("HR-CNN");
        assertThat(out.resolve("report.html")).content().contains("LR-CNN is left out: not every seed has it");
    }

    @Test
    void foldersThatCannotBeUsedAreFoundBeforeAnythingIsTrained() throws IOException {
        assertThatThrownBy(() -> run(0, false, "LR-CNN", () -> false, new Events()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--seeds is 0");

        Files.createDirectories(out);
        Path foreign = Files.createFile(out.resolve("holiday.txt"));
        assertRefused(true, "is not empty");
        Files.delete(foreign);

        Path single = Files.createFile(out.resolve("config.yaml"));
        assertRefused(true, "is the run of a single seed");
        Files.delete(single);

        RunFolder.create(out.resolve("seed-5"), TinyRun.config("seed=5", "tuning.epochs=0", "lr.epochs=9"));
        assertRefused(true, "seed-5 was started with other settings: lr.epochs was 9, is 2");
        assertRefused(false, "seed-5 is not empty (go on with --resume");
        assertThat(out.resolve("seed-4")).doesNotExist();
    }

    private void assertRefused(boolean resume, String problem) {
        assertThatThrownBy(() -> run(2, resume, "LR-CNN", () -> false, new Events()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(problem);
    }

    private SeedSummary run(int seeds, boolean resume, String systems, BooleanSupplier stop, Events events) {
        return new SeededComparison(CONFIG, seeds, out, resume, Systems.named(List.of(systems.split(",", -1))))
                .run(Map.of(), TrainingListener.silent(), events, stop);
    }

    private static List<Double> accuracies(SeedSummary summary) {
        return summary.runs().stream()
                .flatMap(run -> run.systems().stream())
                .map(SystemResult::accuracy)
                .toList();
    }

    private static double mean(double... values) {
        return (values[0] + values[1] + values[2]) / 3;
    }

    private static double deviation(double... values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / 2);
    }

    /** Hears of the end of each system too. */
    private static final class Events extends HeardProgress {
        @Override
        public void finished(Results rows) {
            lines.add(rows.systems().get(0).name() + " finished");
        }
    }
}
