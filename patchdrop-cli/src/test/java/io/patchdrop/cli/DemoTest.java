package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.runtime.PatchDropModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code demo}, as short as it can be: the report, a bundle that answers as the run does, and a zoom. */
class DemoTest extends CommandLineTest {
    @Test
    void itEndsWithAReportABundleAndAZoom() {
        Path out = folder.resolve("demo");
        List<String> arguments = new ArrayList<>(List.of("demo", "--out", out.toString()));
        arguments.addAll(settings(
                "data.train_limit=64",
                "data.test_limit=40",
                "lr.epochs=1",
                "hr.epochs=1",
                "pt.epochs=1",
                "ft1.epochs=1",
                "ft2.epochs=1",
                "runtime.device=cpu"));

        Outcome outcome = run(arguments);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        Path bundle = out.resolve("scenes.patchdrop");
        assertThat(outcome.out()).contains("Report with pictures: " + out.resolve("report.html"), "Bundle: " + bundle);
        assertThat(Files.exists(out.resolve("report.html"))).isTrue();
        assertThat(outcome.out()).contains("Zooming into 1024 new scenes", "reading everything ");
        try (PatchDropModel model = PatchDropModel.load(bundle)) {
            assertThat(model.manifest().classes()).hasSize(8);
            assertThat(model.manifest().imageSize()).isEqualTo(64);
            assertThat(model.manifest().provenance().config()).contains("train_limit: 64");
        }
    }
}
