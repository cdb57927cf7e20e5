package io.patchdrop.learn.systems;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.recipe.Comparison;
import io.patchdrop.learn.recipe.HeardProgress;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.TensorTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anytime at one confidence, as examples show it, buys what its row of the curve says. */
class AnytimeAtTauTest extends TensorTest {
    private static final TrainingConfig CONFIG = TinyRun.config(
            "tuning.epochs=0",
            "anytime.scores.epochs=2",
            "anytime.scores.batch=8",
            "anytime.value_epochs=1",
            "anytime.taus=[0.1, 0.13, 0.14, 0.15, 0.16, 0.18, 0.2, 0.25]");

    @Test
    void buysAndAnswersAsItsRowSays(@TempDir Path folder) {
        Path out = folder.resolve("compare");
        new Comparison(CONFIG, out, false, Systems.named(List.of("Anytime")))
                .run(Map.of(), TrainingListener.silent(), new HeardProgress(), () -> false);
        try (Dataset data = TinyRun.open(CONFIG)) {
            Compute compute = Compute.of(CONFIG.runtime());
            RunNets nets = new RunNets(
                    CONFIG, RunFolder.open(out), compute, data.classes().size());
            EvaluationContext context = EvaluationContext.of(CONFIG, compute);
            Trial trial = new Trial(CONFIG, context, nets, data.test(), warning -> {});
            List<SystemResult> rows = new AnytimeSystem()
                    .evaluate(trial).stream().filter(row -> row.tau() != null).toList();
            assertThat(rows)
                    .as("images that stop at different steps")
                    .anyMatch(row -> row.patches() > 0 && row.patches() < 4 && row.patchesStd() > 0);
            for (SystemResult row : rows) {
                AnytimeSystem.AtTau system = AnytimeSystem.at(nets, CONFIG, Objects.requireNonNull(row.tau()));
                SystemResult found = trial.evaluate(system).result(system, 0);
                assertThat(numbers(found)).as(row.nameWithSetting()).isEqualTo(numbers(row));
            }
        }
        assertThat(out.resolve("report.html")).content().contains("<h3>Anytime (tau=", "probabilities");
    }

    private static List<Double> numbers(SystemResult row) {
        return List.of(row.accuracy(), row.patches(), row.patchesStd(), (double) row.masks());
    }
}
