package io.patchdrop.learn.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.stages.TrainingStoppedException;
import io.patchdrop.learn.systems.Systems;
import io.patchdrop.learn.tensor.TensorTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison of every system, whole and cut off again and again. */
class AllSystemsTest extends TensorTest {
    private static final TrainingConfig CONFIG = TinyRun.config(
            "lr.epochs=1",
            "hr.epochs=1",
            "pt.epochs=1",
            "ft1.epochs=1",
            "ft2.epochs=1",
            "baselines.bagnet_net=bag-resnet8-w4",
            "baselines.srgan_width=4",
            "baselines.srgan_blocks=1",
            "anytime.score_net=grid-resnet8-w4",
            "anytime.hidden=8",
            "anytime.samples=2",
            "anytime.scores.epochs=1",
            "anytime.value_epochs=1",
            "anytime.steps=[0, 1, 2, 3]",
            "anytime.taus=[0.2, 0.9]",
            "anytime.lambdas=[0.01]");

    private final Path folder;

    AllSystemsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everySystemIsThereWithAllItsStages() {
        Results whole = compare("whole", Integer.MAX_VALUE);

        // Where the cascade's thresholds lie is known only once its images are seen.
        assertThat(whole.systems())
                .extracting(row -> row.name().equals("Cascade") ? "Cascade -" : label(row))
                .containsExactlyElementsOf(expected());
        assertThat(whole.systems().stream()
                        .filter(row -> row.name().equals("Cascade"))
                        .map(SystemResult::patches))
                .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
        assertThat(row(whole, "LR-CNN", "-").patches()).isZero();
        assertThat(row(whole, "KD", "-").patches()).isZero();
        assertThat(row(whole, "HR-CNN", "-").patches()).isEqualTo(4);
        assertThat(row(whole, "BagNet", "-").patches()).isEqualTo(4);
        for (SystemResult system : whole.systems()) {
            assertThat(system.accuracy()).as(label(system)).isBetween(0.0, 100.0);
            assertThat(system.patches()).as(label(system)).isBetween(0.0, 4.0);
        }
        // Stochastic's and STN's number of patches is drawn or rounded for each image: the mean is near PatchDrop's.
        for (String stage : List.of("Pt", "Ft-1", "Ft-2")) {
            double patches = row(whole, "PatchDrop", stage).patches();
            for (String name : List.of("Fixed-H", "Fixed-V", "Stochastic", "STN")) {
                assertThat(row(whole, name, stage).patches())
                        .as("S of %s %s", name, stage)
                        .isCloseTo(patches, within(0.8));
            }
        }

        // A step, a stage or the evaluation of a system ends each of these attempts.
        int attempts = 0;
        Results resumed = null;
        while (resumed == null) {
            assertThat(++attempts).isLessThan(60);
            try {
                resumed = compare("stopped", 25);
            } catch (TrainingStoppedException stopped) {
                assertThat(folder.resolve("stopped/config.yaml")).exists();
            }
        }
        assertThat(attempts).isGreaterThan(3);
        assertThat(resumed.systems().stream().map(AllSystemsTest::measured))
                .containsExactlyElementsOf(
                        whole.systems().stream().map(AllSystemsTest::measured).toList());
    }

    private Results compare(String run, int stopAfter) {
        AtomicInteger left = new AtomicInteger(stopAfter);
        return new Comparison(CONFIG, folder.resolve(run), true, Systems.all())
                .run(Map.of(), TrainingListener.silent(), new HeardProgress(), () -> left.getAndDecrement() <= 0);
    }

    private static List<String> expected() {
        Stream<String> staged = Stream.of("Fixed-H", "Fixed-V", "Stochastic", "STN")
                .flatMap(name -> Stream.of("Pt", "Ft-1", "Ft-2").map(stage -> name + " " + stage));
        Stream<String> patchDrop = Stream.of("Pt", "Ft-1", "Ft-2")
                .flatMap(stage -> Stream.of("PatchDrop", "Random", "Central").map(name -> name + " " + stage));
        Stream<String> rest = Stream.of(
                "BagNet -",
                "BagNet+PatchDrop Pt",
                "BagNet+PatchDrop Ft-1",
                "Random -",
                "Random -",
                "Random -",
                "Random -",
                "Central -",
                "Central -",
                "Central -",
                "Central -",
                "Cascade -",
                "Cascade -",
                "Cascade -",
                "Cascade -",
                "Cascade -",
                "Anytime - 0.2",
                "Anytime - 0.9",
                "Anytime - 0.01");
        return Stream.of(Stream.of("LR-CNN -", "SRGAN -", "KD -", "PCN -", "HR-CNN -"), staged, patchDrop, rest)
                .flatMap(rows -> rows)
                .toList();
    }

    private static String label(SystemResult row) {
        Double setting = row.tau() == null ? row.lambda() : row.tau();
        return row.name() + " " + row.stage() + (setting == null ? "" : " " + setting);
    }

    private static String measured(SystemResult row) {
        return label(row) + ": " + row.accuracy() + " at " + row.patches() + " +- " + row.patchesStd() + ", "
                + row.masks();
    }

    private static SystemResult row(Results results, String name, String stage) {
        return results.systems().stream()
                .filter(row -> row.name().equals(name) && row.stage().equals(stage))
                .findFirst()
                .orElseThrow();
    }
}
