package io.patchdrop.learn.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nets that encode each patch alone train by the stages and recipes of the dense ones. */
class PatchLocalComparisonTest extends TensorTest {
    private static final List<String> SYSTEMS =
            List.of("LR-CNN", "KD", "HR-CNN", "Fixed-H", "PatchDrop", "Cascade", "Central", "Anytime");

    private final Path folder;

    PatchLocalComparisonTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"refine-resnet12-w8", "attention-resnet8-w8"})
    void everyStageIsThereWholeAndCutOff(String net) {
        TrainingConfig config = TinyRun.config("hr.net=" + net);
        Results whole = compare(config, "whole", SYSTEMS, Integer.MAX_VALUE);
        assertThat(whole.systems())
                .extracting(row -> row.name() + " " + row.stage())
                .contains("HR-CNN -", "Fixed-H Ft-2", "PatchDrop Pt", "PatchDrop Ft-1", "PatchDrop Ft-2", "Anytime -");
        Results resumed = null;
        for (int attempt = 0; resumed == null; attempt++) {
            assertThat(attempt).isLessThan(60);
            try {
                resumed = compare(config, "stopped", SYSTEMS, 25);
            } catch (TrainingStoppedException stopped) {
                assertThat(folder.resolve("stopped/config.yaml")).exists();
            }
        }
        assertThat(resumed.systems().stream().map(PatchLocalComparisonTest::measured))
                .containsExactlyElementsOf(whole.systems().stream()
                        .map(PatchLocalComparisonTest::measured)
                        .toList());
    }

    @Test
    void whatNeedsADenseNetIsRefusedBeforeAnythingIsTrained() {
        TrainingConfig config = TinyRun.config("hr.net=refine-resnet12-w8");
        for (String system : List.of("STN", "SRGAN")) {
            assertThatThrownBy(() -> compare(config, "refused", List.of(system), Integer.MAX_VALUE))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(system + " shows its classifier images")
                    .hasMessageContaining("leave " + system + " out");
            assertThat(folder.resolve("refused/lr.safetensors")).doesNotExist();
        }
    }

    private Results compare(TrainingConfig config, String run, List<String> systems, int stopAfter) {
        AtomicInteger left = new AtomicInteger(stopAfter);
        return new Comparison(config, folder.resolve(run), true, Systems.named(systems))
                .run(Map.of(), TrainingListener.silent(), new HeardProgress(), () -> left.getAndDecrement() <= 0);
    }

    private static String measured(SystemResult row) {
        return row.name() + " " + row.stage() + " " + row.tau() + " " + row.lambda() + ": " + row.accuracy() + " at "
                + row.patches() + " +- " + row.patchesStd() + ", " + row.masks();
    }
}
