package io.patchdrop.learn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.learn.report.Plot.Label;
import io.patchdrop.learn.report.Plot.Line;
import io.patchdrop.learn.report.Plot.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TradeOffChartTest {
    private static final TradeOffChart CHART = TradeOffChart.of(SeedSummary.of(List.of(SampleComparison.results(1))))
            .orElseThrow();

    @Test
    void curvesDifferInMoreThanColour() {
        assertThat(CHART.keys())
                .extracting(Series::name)
                .containsExactly("Anytime (tau)", "Anytime (lambda)", "Cascade", "Random", "Central");
        assertThat(CHART.keys().stream().map(key -> key.line() + " " + key.mark()))
                .doesNotHaveDuplicates();
        assertThat(CHART.stages().stream().map(TradeOffChart::mark)).doesNotHaveDuplicates();
    }

    @Test
    void namesEverySystemOnceAtItsBestStage() {
        List<String> labels = CHART.wide().labels().stream().map(Label::text).toList();
        assertThat(labels)
                .contains("PatchDrop Ft-2", "Random Ft-2", "Random", "KD", "SRGAN")
                .contains("HR-CNN 88.3 %, S = 16", "LR-CNN 74.4 %, S = 0")
                .doesNotContain("PatchDrop Pt", "PatchDrop Ft-1")
                .doesNotHaveDuplicates();
        assertThat(CHART.narrow().labels().stream().map(Label::text))
                .containsExactly("LR-CNN 74.4 %, S = 0", "HR-CNN 88.3 %, S = 16", "KD", "PCN", "SRGAN");
        // What the narrow picture does not name is in its key of colours.
        assertThat(CHART.systems()).contains("PatchDrop", "BagNet", "STN").doesNotContain("KD", "PCN", "SRGAN");
    }

    @Test
    void givesTheRoomToWhereSystemsDifferAndTellsWhatLiesBelow() {
        double floor = CHART.wide().y().min();
        assertThat(floor).isBetween(65.0, 74.4);
        assertThat(CHART.below())
                .contains("Random up to S = 4", "Stochastic Pt 38.6 % at S = 7.2")
                .noneMatch(text -> text.startsWith("PatchDrop") || text.startsWith("Cascade"));
        assertThat(CHART.wide().series())
                .filteredOn(series -> series.line() == Line.NONE)
                .allMatch(series -> series.points().get(0).y() >= floor);
    }

    @Test
    void hidesNothingWithoutLrCnn() {
        Results results = new Results(
                "scenes",
                "demo",
                "paper",
                1,
                16,
                List.of(SampleReports.system("Random", "Pt", 10, 5), SampleReports.system("PatchDrop", "Pt", 90, 5)));
        TradeOffChart chart = TradeOffChart.of(SeedSummary.of(List.of(results))).orElseThrow();
        assertThat(chart.below()).isEmpty();
        assertThat(chart.wide().y().min()).isLessThan(10);
    }

    @Test
    void overSeedsEveryMeanInThePictureHasABar() {
        SeedSummary summary = SeedSummary.of(List.of(
                new Results("scenes", "demo", "paper", 1, 16, List.of(SampleReports.system("KD", "-", 80, 0))),
                new Results("scenes", "demo", "paper", 2, 16, List.of(SampleReports.system("KD", "-", 84, 0)))));
        TradeOffChart chart = TradeOffChart.of(summary).orElseThrow();
        // The standard deviation of 80 and 84 is 2.83; the picture ends a point below the mean, above it holds the bar.
        assertThat(chart.wide().series())
                .filteredOn(series -> series.name().startsWith("spread"))
                .singleElement()
                .satisfies(bar -> {
                    assertThat(bar.points().get(0).y())
                            .isEqualTo(chart.wide().y().min());
                    assertThat(bar.points().get(1).y()).isCloseTo(82 + Math.sqrt(8), within(1e-9));
                    assertThat(chart.wide().y().max()).isGreaterThan(82 + Math.sqrt(8));
                });
        assertThat(CHART.wide().series()).noneMatch(series -> series.name().startsWith("spread"));
    }

    @Test
    void aComparisonOfEverySystemIsOnePage(@TempDir Path folder) throws IOException {
        SeedSummary summary = SeedSummary.of(
                List.of(SampleComparison.results(1), SampleComparison.results(2), SampleComparison.results(3)));
        Path file = folder.resolve("report.html");
        Report.write(file, SampleComparison.report(summary));

        assertThat(Files.readString(file))
                .contains("Accuracy at equal S", "<dt>seeds</dt><dd>1, 2, 3</dd>", "Below the picture", "\u00B1")
                .doesNotContain("NaN", "rgb(");
    }
}
