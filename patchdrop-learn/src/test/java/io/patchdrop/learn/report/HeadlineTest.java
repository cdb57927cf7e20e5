package io.patchdrop.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HeadlineTest {
    private static final SystemResult HIGH = SampleReports.system("HR-CNN", "-", 99.5, 16);
    private static final SystemResult LOW = SampleReports.system("LR-CNN", "-", 81.1, 0);
    private static final SystemResult FIRST = SampleReports.system("PatchDrop", "Pt", 99.2, 5);
    private static final SystemResult LAST = SampleReports.system("PatchDrop", "Ft-2", 98.9, 3.64);

    @Test
    void tellsTheFurthestStageAgainstAllPatches() {
        assertThat(headline(LOW, HIGH, LAST, FIRST))
                .isEqualTo("PatchDrop (Ft-2) answers 98.9 % right from 3.6 of 16 patches;"
                        + " HR-CNN needs all 16 for 99.5 %.");
    }

    @Test
    void doesNotSayNeedsWhenAllPatchesDoWorse() {
        assertThat(headline(SampleReports.system("HR-CNN", "-", 95, 16), LAST))
                .endsWith("; HR-CNN takes all 16 and reaches 95.0 %.");
    }

    @Test
    void makesDoWithWhatWasMeasured() {
        assertThat(headline()).isEqualTo("No system has been evaluated yet.");
        assertThat(headline(SampleReports.system("HR-CNN", "-", Double.NaN, 16)))
                .isEqualTo("No system has been evaluated yet.");
        assertThat(headline(HIGH)).isEqualTo("HR-CNN answers 99.5 % right from 16 of 16 patches.");
        assertThat(headline(LAST)).isEqualTo("PatchDrop (Ft-2) answers 98.9 % right from 3.6 of 16 patches.");
        assertThat(headline(LOW, LAST)).endsWith("from 3.6 of 16 patches; LR-CNN, which takes none, 81.1 %.");
        assertThat(headline(HIGH, SampleReports.system("Fixed-H", "Ft-1", 70, 6)))
                .startsWith("Fixed-H (Ft-1) answers 70.0 % right from 6 of 16 patches;");
    }

    @Test
    void tellsWhereTheCurveOfAnytimeReachesHrCnn() {
        SystemResult reference = SampleReports.system("HR-CNN", "-", 88, 16);
        SystemResult[] curve = {anytime(80, 2, 0.5), anytime(90, 7, 0.9), anytime(86, 4, 0.7)};
        assertThat(headline(reference, LAST, curve[0], curve[1], curve[2]))
                .isEqualTo("Anytime reaches HR-CNN's 88.0 % with 5.5 of 16 patches.");
        assertThat(headline(HIGH, curve[0], curve[1], curve[2]))
                .isEqualTo("Anytime comes within 9.5 points of HR-CNN's 99.5 % with 7 of 16 patches.");
        assertThat(headline(SampleReports.system("HR-CNN", "-", 70, 16), curve[0], curve[1]))
                .isEqualTo("Anytime reaches HR-CNN's 70.0 % with 2 of 16 patches.");
        assertThat(headline(curve[0], curve[1])).startsWith("Anytime (tau=0.9) answers 90.0 % right");
    }

    @Test
    void setsTheClaimAgainstTheCascadeAtTheSameS() {
        Results results = new Results(
                "scenes",
                "demo",
                "paper",
                1,
                16,
                List.of(
                        SampleReports.system("HR-CNN", "-", 88, 16),
                        anytime(86, 4, 0.7),
                        anytime(90, 8, 0.9),
                        new SystemResult("Cascade", "-", 80, 0, 1, 2, 1, 1, 0.1, null),
                        new SystemResult("Cascade", "-", 88, 16, 1, 2, 1, 1, 1.0, null)));
        Headline.Claim claim = Headline.claim(results).orElseThrow();
        assertThat(claim.patches()).isEqualTo(6);
        assertThat(claim.overCascade()).isEqualTo(88 - 83);
    }

    private static SystemResult anytime(double accuracy, double patches, double tau) {
        return new SystemResult("Anytime", "-", accuracy, patches, 1, 9, 1, 1, tau, null);
    }

    private static String headline(SystemResult... systems) {
        return Headline.of(new Results("scenes", "demo", "paper", 1, 16, List.of(systems)));
    }
}
