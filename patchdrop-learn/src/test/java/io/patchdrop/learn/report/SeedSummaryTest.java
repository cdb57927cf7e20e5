package io.patchdrop.learn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeedSummaryTest {
    @Test
    void givesMeanAndSampleStandardDeviation() {
        SeedSummary summary = SeedSummary.of(List.of(
                run(4, system("PatchDrop", "Pt", 80, 4, null)),
                run(5, system("PatchDrop", "Pt", 82, 5, null)),
                run(9, system("PatchDrop", "Pt", 87, 9, null))));

        assertThat(summary.seeds()).containsExactly(4L, 5L, 9L);
        SystemSummary only = summary.systems().get(0);
        assertThat(only.mean().accuracy()).isCloseTo(83, Offset.offset(1e-9));
        assertThat(only.mean().patches()).isCloseTo(6, Offset.offset(1e-9));
        // Deviations -3, -1, 4 and -2, -1, 3: 26 / 2 and 14 / 2.
        assertThat(only.accuracyStd()).isCloseTo(Math.sqrt(13), Offset.offset(1e-9));
        assertThat(only.patchesMeanStd()).isCloseTo(Math.sqrt(7), Offset.offset(1e-9));
    }

    @Test
    void matchesOperatingPointsBySettingAndThenByOrder() {
        SeedSummary summary = SeedSummary.of(List.of(
                run(
                        1,
                        system("Random", "-", 40, 1, null),
                        system("Random", "-", 50, 2, null),
                        system("Anytime", "-", 80, 2, 0.5),
                        system("Anytime", "-", 90, 4, 0.9)),
                run(
                        2,
                        system("Anytime", "-", 92, 5, 0.9),
                        system("Anytime", "-", 82, 3, 0.5),
                        system("Random", "-", 44, 1, null),
                        system("Random", "-", 52, 2, null))));

        assertThat(summary.mean().systems()).extracting(SystemResult::accuracy).containsExactly(42.0, 51.0, 81.0, 91.0);
        assertThat(summary.entry(1, 3).accuracy()).isEqualTo(92);
    }

    @Test
    void whatOneRunDidNotMeasureIsNotMeasured() {
        SeedSummary summary = SeedSummary.of(
                List.of(run(1, system("KD", "-", 80, 0, null)), run(2, system("KD", "-", Double.NaN, 0, null))));
        assertThat(summary.systems().get(0).mean().accuracy()).isNaN();
        assertThat(MarkdownTable.markdown(summary)).contains("| KD | – | 0.0 |");
    }

    @Test
    void aSingleRunIsItself() {
        Results results = SampleComparison.results(1);
        assertThat(SeedSummary.of(List.of(results)).mean()).isEqualTo(results);
        assertThat(MarkdownTable.markdown(results)).doesNotContain("±");
    }

    @Test
    void jsonHasMeansSpreadsAndSeedsAndIsReadAsItsMeans(@TempDir Path folder) throws IOException {
        SeedSummary summary = SeedSummary.of(
                List.of(run(1, system("Cascade", "-", 80, 4, 0.5)), run(2, system("Cascade", "-", 81, 5, 0.5))));
        assertThat(summary.json())
                .isEqualToIgnoringWhitespace(
                        """
                {"dataset":"scenes","preset":"demo","recipe":"paper","seed":1,"seeds":[1,2],"patches":16,"systems":[
                 {"name":"Cascade","stage":"-","accuracy":80.5,"patches":4.5,"patches_std":1.0,"masks":7,
                  "ms_per_image":0.5,"train_seconds":60.0,"tau":0.5,"accuracy_std":0.71,"patches_mean_std":0.71}]}
                """);
        summary.write(folder.resolve("results.json"));
        assertThat(Results.read(folder.resolve("results.json"))).isEqualTo(summary.mean());
    }

    @Test
    void refusesRunsThatDoNotBelongTogether() {
        Results first = run(1, system("KD", "-", 80, 0, null), system("Anytime", "-", 80, 2, 0.5));
        assertRefused(List.of(), "there are no runs");
        assertRefused(List.of(first, first), "two runs have the seed 1");
        assertRefused(
                List.of(first, run(2, system("KD", "-", 80, 0, null))),
                "the run of seed 2 lacks Anytime at tau 0.5, which seed 1 has");
        assertRefused(
                List.of(run(2, system("KD", "-", 80, 0, null)), first),
                "the run of seed 2 lacks Anytime at tau 0.5, which seed 1 has");
        assertRefused(
                List.of(first, new Results("aid", "demo", "paper", 2, 16, first.systems())),
                "the runs differ in their data set: scenes and aid");
    }

    private static void assertRefused(List<Results> runs, String problem) {
        assertThatThrownBy(() -> SeedSummary.of(runs))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(problem);
    }

    private static Results run(long seed, SystemResult... systems) {
        return new Results("scenes", "demo", "paper", seed, 16, List.of(systems));
    }

    private static SystemResult system(
            String name, String stage, double accuracy, double patches, @Nullable Double tau) {
        return new SystemResult(name, stage, accuracy, patches, 1, 7, 0.5, 60, tau, null);
    }
}
