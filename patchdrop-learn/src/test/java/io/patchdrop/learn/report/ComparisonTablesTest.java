package io.patchdrop.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ComparisonTablesTest {
    /** Anytime is 70 + 2 S and Cascade 70 + S up to S = 16; Central is measured from 2 to 6; HR-CNN has 85. */
    private static final Results RESULTS = results(1, 0);

    @Test
    void theMainTableHasAFewPointsOfASweep() {
        String main = section(MarkdownTable.markdown(RESULTS), 0);
        assertThat(main.lines().filter(line -> line.startsWith("|")).skip(2))
                .containsExactly(
                        "| HR-CNN | 85.0 | 16.0 |  |  |",
                        "| Central | **77.0** | 4.0 | 78.0 | 5.0 |",
                        "| PatchDrop | 76.5 | 4.5 |  |  |",
                        // Nearest to 3, 5 and 7, and the first of those measured that has at least 85.
                        "| Anytime (tau=0.3) | 76.0 | 3.0 |  |  |",
                        "| Anytime (tau=0.5) | 80.0 | 5.0 |  |  |",
                        "| Anytime (tau=0.7) | 84.0 | 7.0 |  |  |",
                        "| Anytime (tau=0.8) | 86.0 | 8.0 |  |  |",
                        "| Cascade (tau=0.3) | 73.0 | 3.0 |  |  |",
                        "| Cascade (tau=0.5) | 75.0 | 5.0 |  |  |",
                        "| Cascade (tau=0.7) | 77.0 | 7.0 |  |  |",
                        "| Cascade (tau=1.5) | 85.0 | 15.0 |  |  |");
    }

    @Test
    void curvesAreComparedAtEqualSAndNeverExtrapolated() {
        assertThat(section(MarkdownTable.markdown(RESULTS), 1).strip())
                .isEqualTo(
                        """
                Accuracy at equal S

                | Curve | S = 1 | S = 2 | S = 3 | S = 4 | S = 5 | S = 6 | S = 7 | S = 8 | S = 10 | S = 12 |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
                | Anytime | **72.0** | **74.0** | **76.0** | **78.0** | **80.0** | **82.0** | **84.0** | **86.0** | **90.0** | **94.0** |
                | Cascade | 71.0 | 72.0 | 73.0 | 74.0 | 75.0 | 76.0 | 77.0 | 78.0 | 80.0 | 82.0 |
                | Central |  | 60.0 | 60.5 | 61.0 | 61.5 | 62.0 |  |  |  |  |

                Linear between measured points; blank where nothing was measured on both sides.""");
    }

    @Test
    void systemsStandBesideAnytimeAtTheirOwnS() {
        assertThat(section(MarkdownTable.markdown(RESULTS), 2).strip())
                .isEqualTo(
                        """
                Each system beside Anytime at the system's own S

                | System | Stage | S | accuracy | Anytime at this S | difference |
                |---|---|---:|---:|---:|---:|
                | HR-CNN | - | 16.0 | 85.0 | 102.0 | +17.0 |
                | Central | Pt | 4.0 | 77.0 | 78.0 | +1.0 |
                | Central | Ft-1 | 5.0 | 78.0 | 80.0 | +2.0 |
                | PatchDrop | Pt | 4.5 | 76.5 | 79.0 | +2.5 |""");
    }

    @Test
    void differencesOverSeedsAreTakenWithinASeed() {
        // Every accuracy is 2 points higher in the second run: the accuracies spread, the differences do not.
        String table = MarkdownTable.markdown(SeedSummary.of(List.of(RESULTS, results(2, 2))));
        assertThat(table)
                .contains("| PatchDrop | 77.5 ± 1.4 | 4.5 |")
                .contains("| Central |  | 61.0 ± 1.4 | 61.5 ± 1.4 |")
                .contains("| PatchDrop | Pt | 4.5 | 77.5 ± 1.4 | 80.0 ± 1.4 | +2.5 ± 0.0 |")
                .contains("Mean ± standard deviation over the seeds 1, 2.");
    }

    @Test
    void sweepsOfOneSystemAreToldApartByTheirSetting() {
        List<SystemResult> systems = new ArrayList<>(RESULTS.systems());
        systems.add(swept("Anytime", 80, 2, null, 0.01));
        systems.add(swept("Anytime", 84, 4, null, 0.001));
        Results results = new Results("scenes", "demo", "anytime", 1, 16, systems);

        String table = MarkdownTable.markdown(results);
        assertThat(section(table, 0)).contains("| Anytime (lambda=0.01) | 80.0 | 2.0 |");
        assertThat(section(table, 1))
                .contains(
                        "| Anytime (tau) | **72.0** |", "| Anytime (lambda) |  | **80.0** | **82.0** | **84.0** |  |");
        assertThat(section(table, 2)).contains("| PatchDrop | Pt | 4.5 | 76.5 | 79.0 | +2.5 |");
    }

    @Test
    void settingsThatCameToTheSameStandInOneRow() {
        List<SystemResult> systems = new ArrayList<>();
        systems.add(SampleReports.system("HR-CNN", "-", 85, 16));
        systems.add(swept("Anytime", 70.01, 0, 0.3, null));
        systems.add(swept("Anytime", 70.02, 0, 0.4, null));
        systems.add(swept("Anytime", 70.02, 0, 0.5, null));
        systems.add(swept("Anytime", 82, 3, 0.9, null));
        systems.add(swept("Cascade", 60, 0, 0.3, null));
        systems.add(swept("Cascade", 60, 0, 0.4, null));
        Results results = new Results("scenes", "demo", "anytime", 1, 16, systems);

        String table = MarkdownTable.markdown(results);
        assertThat(section(table, 0)
                        .lines()
                        .filter(line -> line.startsWith("|"))
                        .skip(2))
                .containsExactly(
                        "| HR-CNN | 85.0 | 16.0 |",
                        "| Anytime (tau=0.3 to 0.5) | 70.0 | 0.0 |",
                        "| Anytime (tau=0.9) | 82.0 | 3.0 |",
                        "| Cascade (tau=0.3 to 0.4) | 60.0 | 0.0 |");
        assertThat(section(table, 2)).containsOnlyOnce("Cascade").contains("| Cascade (tau=0.3 to 0.4) | - | 0.0 |");
        // The report prints a digit more.
        SeedSummary summary = SeedSummary.of(List.of(results));
        assertThat(HtmlTables.details(summary)).contains("Anytime (tau=0.3)<", "Anytime (tau=0.4 to 0.5)<");
        assertThat(TradeOffChart.of(summary).orElseThrow().wide().labels())
                .filteredOn(label -> label.text().startsWith("Cascade"))
                .hasSize(1);
    }

    @Test
    void aShortTableSaysThatItIsOne() {
        String note = "A curve stands here with a few of its points; the JSON results have all.";
        assertThat(MarkdownTable.markdown(RESULTS)).contains(note);
        assertThat(MarkdownTable.text(RESULTS)).contains(note);
        Results single = RESULTS.withSystems(List.of(RESULTS.systems().get(0)));
        assertThat(MarkdownTable.text(single)).doesNotContain(note);
    }

    @Test
    void theSameTablesStandInTheTerminal() {
        assertThat(MarkdownTable.text(RESULTS, "val"))
                .contains("on the val split of scenes", "\nAccuracy at equal S\nCurve    S = 1")
                .contains("\nPatchDrop  Pt      4.5      76.5               79.0        +2.5\n");
    }

    @Test
    void stepsFollowTheGrid() {
        assertThat(Sweep.scaled(List.of(1, 2, 3, 8, 12), 64)).containsExactly(4, 8, 12, 32, 48);
        assertThat(Sweep.scaled(List.of(1, 2, 3, 8, 12), 4)).containsExactly(1, 2, 3);
    }

    private static String section(String markdown, int index) {
        return markdown.split("\n## ", -1)[index];
    }

    /** @param bonus added to every accuracy */
    private static Results results(long seed, double bonus) {
        List<SystemResult> systems = new ArrayList<>();
        systems.add(SampleReports.system("HR-CNN", "-", 85 + bonus, 16));
        systems.add(SampleReports.system("Central", "Pt", 77 + bonus, 4));
        systems.add(SampleReports.system("Central", "Ft-1", 78 + bonus, 5));
        systems.add(SampleReports.system("PatchDrop", "Pt", 76.5 + bonus, 4.5));
        for (int s = 0; s <= 16; s++) {
            systems.add(swept("Anytime", 70 + 2 * s + bonus, s, s / 10.0, null));
        }
        for (int s = 0; s <= 16; s++) {
            systems.add(swept("Cascade", 70 + s + bonus, s, s / 10.0, null));
        }
        systems.add(swept("Central", 62 + bonus, 6, null, null));
        systems.add(swept("Central", 60 + bonus, 2, null, null));
        return new Results("scenes", "demo", "anytime", seed, 16, systems);
    }

    private static SystemResult swept(
            String name, double accuracy, double patches, @Nullable Double tau, @Nullable Double lambda) {
        return new SystemResult(name, "-", accuracy, patches, 1, 9, 1, 1, tau, lambda);
    }
}
