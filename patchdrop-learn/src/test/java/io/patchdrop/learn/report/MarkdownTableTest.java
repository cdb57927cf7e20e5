package io.patchdrop.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MarkdownTableTest {
    /** Rows of the fMoW half of the paper's Table 1. */
    private static final Results PAPER = results(
            SampleReports.system("LR-CNN", "-", 61.4, 0),
            SampleReports.system("HR-CNN", "-", 67.3, 16),
            SampleReports.system("Fixed-H", "Pt", 47.7, 7),
            SampleReports.system("Fixed-H", "Ft-1", 63.3, 6),
            SampleReports.system("Fixed-H", "Ft-2", 64.9, 6),
            SampleReports.system("PatchDrop", "Pt", 53.4, 7),
            SampleReports.system("PatchDrop", "Ft-1", 67.1, 5.9),
            SampleReports.system("PatchDrop", "Ft-2", 68.3, 5.2));

    @Test
    void isLaidOutLikeThePapersTable() {
        assertThat(MarkdownTable.markdown(PAPER))
                .isEqualTo(
                        """
                | System | Pt accuracy | S | Ft-1 accuracy | S | Ft-2 accuracy | S |
                |---|---:|---:|---:|---:|---:|---:|
                | LR-CNN | 61.4 | 0.0 |  |  |  |  |
                | HR-CNN | 67.3 | 16.0 |  |  |  |  |
                | Fixed-H | 47.7 | 7.0 | 63.3 | 6.0 | 64.9 | 6.0 |
                | PatchDrop | **53.4** | 7.0 | **67.1** | 5.9 | **68.3** | 5.2 |

                Accuracy in percent on the test split of fmow; S = mean number of HR patches used, of 16.
                """);
    }

    @Test
    void alignsColumnsForTheTerminal() {
        assertThat(MarkdownTable.text(PAPER))
                .isEqualTo(
                        """
                System     Pt accuracy     S  Ft-1 accuracy    S  Ft-2 accuracy    S
                ---------  -----------  ----  -------------  ---  -------------  ---
                LR-CNN            61.4   0.0
                HR-CNN            67.3  16.0
                Fixed-H           47.7   7.0           63.3  6.0           64.9  6.0
                PatchDrop         53.4   7.0           67.1  5.9           68.3  5.2
                Accuracy in percent on the test split of fmow; S = mean number of HR patches used, of 16.
                """);
    }

    @Test
    void showsOnlyTheStagesReached() {
        Results one = results(SampleReports.system("HR-CNN", "-", Double.NaN, 16));
        assertThat(MarkdownTable.markdown(one))
                .startsWith(
                        """
                | System | accuracy | S |
                |---|---:|---:|
                | HR-CNN | – | 16.0 |
                """);
        Results policy = results(
                SampleReports.system("HR-CNN", "-", 90, 16),
                SampleReports.system("PatchDrop", "Ft-1", 88, 5),
                SampleReports.system("PatchDrop", "Later", 89, 4));
        assertThat(MarkdownTable.markdown(policy))
                .startsWith(
                        """
                | System | Pt accuracy | S | Ft-1 accuracy | S | Later accuracy | S |
                |---|---:|---:|---:|---:|---:|---:|
                | HR-CNN | 90.0 | 16.0 |  |  |  |  |
                | PatchDrop |  |  | 88.0 | 5.0 | 89.0 | 4.0 |
                """);
        assertThat(MarkdownTable.text(results())).startsWith("System  accuracy  S\n");
    }

    @Test
    void givesEveryOperatingPointItsRow() {
        Results anytime = results(
                new SystemResult("Anytime", "-", 80, 1, 1, 9, 1, 1, 0.5, null),
                new SystemResult("Anytime", "-", 85, 2, 1, 9, 1, 1, 0.9, null),
                new SystemResult("PatchDrop", "Pt", 84, 5, 1, 9, 1, 1, null, 0.1),
                new SystemResult("PatchDrop", "Pt", 83, 4, 1, 9, 1, 1, null, 0.1),
                new SystemResult("a|b\nc", "-", 1, 1, 1, 1, 1, 1, null, null));
        assertThat(MarkdownTable.markdown(anytime))
                .contains("| Anytime (tau=0.5) | 80.0 | 1.0 |", "| Anytime (tau=0.9) | 85.0 | 2.0 |")
                .contains("| PatchDrop (lambda=0.1) | **84.0** | 5.0 |", "| PatchDrop (lambda=0.1) | 83.0 | 4.0 |")
                .contains("| a\\|b c | 1.0 | 1.0 |");
    }

    private static Results results(SystemResult... systems) {
        return new Results("fmow", "fmow", "paper", 1, 16, List.of(systems));
    }
}
