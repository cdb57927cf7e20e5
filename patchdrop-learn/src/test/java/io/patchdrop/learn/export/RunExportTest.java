package io.patchdrop.learn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.MaskStatistics;
import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.BundleArchive;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.bundle.Manifest.BudgetRow;
import io.patchdrop.core.bundle.Manifest.DecisionKind;
import io.patchdrop.core.bundle.Manifest.FusionWeights;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.config.TrainingConfig.Recipe;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.evaluation.EvaluatedSystem;
import io.patchdrop.learn.evaluation.EvaluatedSystem.Answer;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.recipe.TrainingRun;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.systems.AnytimeSystem;
import io.patchdrop.learn.systems.PatchDropSystem;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.systems.Trial;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.TensorTest;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tiny run of each recipe becomes a bundle that answers in ONNX Runtime as the run does in libtorch. */
class RunExportTest extends TensorTest {
    private static final Origin ORIGIN = new Origin("patchdrop 1.2", "abc");

    private final Path folder;

    RunExportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A run, its data and its nets, open. */
    private record Run(Path path, TrainingConfig config, Dataset data, Compute compute) implements AutoCloseable {
        static Run train(Path path, TrainingConfig config, Stage... stages) {
            TrainingRun run = stages.length == 0
                    ? new TrainingRun(config, path, true)
                    : new TrainingRun(config, path, true, Set.of(stages));
            run.run(Map.of(), TrainingListener.silent(), () -> false);
            return new Run(path, config, TinyRun.open(config), Compute.of(config.runtime()));
        }

        RunExport export() {
            return new RunExport(RunFolder.open(path), config, data, compute);
        }

        RunNets nets() {
            return new RunNets(
                    config, RunFolder.open(path), compute, data.classes().size());
        }

        EvaluationContext context() {
            return EvaluationContext.of(config, compute);
        }

        @Override
        public void close() {
            data.close();
        }
    }

    private Path written(Bundle bundle, String name) throws IOException {
        Path file = folder.resolve(name);
        RunExport.write(file, bundle);
        return file;
    }

    /** Every test image gets the same patches and, within 1e-4, the same probabilities. */
    private static void assertAnswersAs(EvaluatedSystem expected, Run run, PatchDropModel model, Budget budget) {
        expected.nets().forEach(net -> net.train(false));
        int size = run.config().data().imageSize();
        int classes = run.data().classes().size();
        int patches = run.config().patchGrid().patches();
        int[] seen = new int[1];
        run.context().forEachBatch(run.data().test(), batch -> {
            Answer answer = expected.answer(
                    run.context(), batch, run.context().pipeline().views(batch));
            double[] probabilities = values(answer.logits().softmax(1));
            double[] taken = values(answer.actions());
            List<io.patchdrop.runtime.Answer> found = model.classify(images(batch, size), budget);
            for (int i = 0; i < batch.size(); i++) {
                for (int patch = 0; patch < patches; patch++) {
                    assertThat(found.get(i).mask().taken(patch))
                            .as("patch %d of image %d", patch, i)
                            .isEqualTo(taken[i * patches + patch] > 0.5);
                }
                for (int k = 0; k < classes; k++) {
                    assertThat((double) found.get(i).probabilities()[k])
                            .as("class %d of image %d", k, i)
                            .isCloseTo(probabilities[i * classes + k], within(1e-4));
                }
                seen[0]++;
            }
        });
        assertThat(seen[0]).isEqualTo(run.data().test().size()).isPositive();
    }

    private static List<RgbImage> images(Batch batch, int size) {
        List<RgbImage> images = new ArrayList<>();
        int bytes = size * size * 3;
        for (int i = 0; i < batch.size(); i++) {
            images.add(new RgbImage(size, size, Arrays.copyOfRange(batch.pixels(), i * bytes, (i + 1) * bytes)));
        }
        return images;
    }

    /**
     * At each price, the model buys as many patches and answers as many test images rightly as the run says.
     *
     * @return how many different S there were
     */
    private static long assertValueHeadBuysAsItsRun(Run run, PatchDropModel model) {
        Trial trial =
                new Trial(run.config(), run.context(), run.nets(), run.data().test(), warning -> {});
        List<SystemResult> rows = new AnytimeSystem()
                .evaluate(trial).stream().filter(row -> row.lambda() != null).toList();
        assertThat(rows).hasSameSizeAs(run.config().anytime().lambdas());
        for (SystemResult row : rows) {
            MaskStatistics statistics =
                    new MaskStatistics(run.config().patchGrid().patches());
            run.context().forEachBatch(run.data().test(), batch -> {
                List<io.patchdrop.runtime.Answer> found = model.classify(
                        images(batch, run.config().data().imageSize()),
                        Budget.price(Objects.requireNonNull(row.lambda()), 1));
                for (int i = 0; i < batch.size(); i++) {
                    statistics.add(found.get(i).mask(), found.get(i).classIndex() == batch.labels()[i]);
                }
            });
            assertThat(statistics.meanPatches()).as(row.nameWithSetting()).isEqualTo(row.patches());
            assertThat(statistics.distinctMasks()).isEqualTo(row.masks());
            assertThat(statistics.accuracy()).isEqualTo(row.accuracy());
        }
        return rows.stream().mapToDouble(SystemResult::patches).distinct().count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar-resnet8-w4", "bag-resnet8-w4", "refine-resnet12-w4", "attention-resnet8-w4"})
    void anytimeAnswersAsItsRunDoes(String hrNet) throws IOException {
        TrainingConfig config = TinyRun.config(
                "recipe=anytime",
                "hr.net=" + hrNet,
                "anytime.steps=[0, 1, 2]",
                "anytime.taus=[0.13, 0.16, 0.2]",
                "anytime.lambdas=[0, 0.001, 0.002, 0.005, 1]");
        try (Run run = Run.train(folder.resolve("run"), config)) {
            Bundle bundle = run.export().bundle(Recipe.ANYTIME, ORIGIN);
            Path file = written(bundle, "a.patchdrop");
            Manifest manifest = bundle.manifest();
            boolean dense = hrNet.startsWith("cifar");
            assertThat(manifest.classifier())
                    .isEqualTo(dense ? Manifest.Classifier.DENSE : Manifest.Classifier.PATCH_LOCAL);
            assertThat(manifest.lookFeatures() > 0).isEqualTo(!dense && !hrNet.startsWith("bag"));
            assertThat(manifest.valueHead()).isTrue();
            assertThat(manifest.classes()).isEqualTo(run.data().classes());
            assertThat(manifest.steps()).containsExactly(0, 1, 2, 4);
            assertThat(manifest.normalisation().mean()).isEqualTo(config.data().mean());
            assertBudgets(manifest, run);
            assertProvenance(manifest.provenance(), run);

            try (PatchDropModel model = PatchDropModel.load(file)) {
                assertThat(model.manifest()).isEqualTo(manifest);
                for (double tau : List.of(0.13, 0.16, 0.2, 1.0)) {
                    assertAnswersAs(AnytimeSystem.at(run.nets(), config, tau), run, model, Budget.confidence(tau));
                }
                long different = assertValueHeadBuysAsItsRun(run, model);
                assertThat(different).as("prices that matter").isGreaterThan(dense ? 1 : 0);
            }
            Path again = written(run.export().bundle(Recipe.ANYTIME, ORIGIN), "b.patchdrop");
            assertThat(again).hasSameBinaryContentAs(file);
        }
    }

    /** The table is what evaluating on the validation split says; the decision is the cheapest row that is as good. */
    private static void assertBudgets(Manifest manifest, Run run) {
        Trial trial =
                new Trial(run.config(), run.context(), run.nets(), run.data().validation(), warning -> {});
        List<SystemResult> rows = new AnytimeSystem()
                .evaluate(trial).stream().filter(row -> row.tau() != null).toList();
        assertThat(manifest.budgets()).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            BudgetRow row = manifest.budgets().get(i);
            assertThat(List.of(row.tau(), row.accuracy(), row.patches()))
                    .isEqualTo(List.of(
                            rows.get(i).tau(),
                            rows.get(i).accuracy(),
                            rows.get(i).patches()));
        }
        AnytimeSystem.AtTau never = AnytimeSystem.at(run.nets(), run.config(), 2);
        double all = trial.row(never).accuracy();
        double expected = manifest.budgets().stream()
                .filter(row -> row.accuracy() >= all - 0.5)
                .min(Comparator.comparingDouble(BudgetRow::patches))
                .map(BudgetRow::tau)
                .orElse(1.0);
        assertThat(manifest.decision().kind()).isEqualTo(DecisionKind.CONFIDENCE);
        assertThat(manifest.decision().value()).hasValue(expected);
    }

    private static void assertProvenance(Manifest.Provenance provenance, Run run) throws IOException {
        assertThat(provenance.createdBy()).isEqualTo("patchdrop 1.2");
        assertThat(provenance.sourceRevision()).isEqualTo("abc");
        assertThat(provenance.command())
                .startsWith("patchdrop train --preset demo")
                .contains("--data scenes");
        assertThat(provenance.config()).isEqualTo(Files.readString(run.path().resolve("config.yaml")));
        assertThat(provenance.seed()).isEqualTo(run.config().seed());
        assertThat(provenance.data()).isEqualTo(run.data().name());
        assertThat(provenance.dataFingerprint()).isEqualTo(run.data().fingerprint());
        assertThat(provenance.metrics())
                .containsKeys("LR-CNN: accuracy", "HR-CNN: accuracy", "HR-CNN: patches")
                .containsEntry("HR-CNN: patches", 4.0);
        assertThat(provenance.metrics().keySet()).allMatch(name -> name.matches("[^:]+: (accuracy|patches)"));
    }

    @Test
    void paperAnswersAsItsLastStageDoes() throws IOException {
        TrainingConfig config = TinyRun.config();
        Path path = folder.resolve("run");
        List<Stage> order = List.of(Stage.PT, Stage.FT1, Stage.FT2);
        Run.train(path, config, Stage.LR_CNN, Stage.HR_CNN).close();
        Set<String> files = new TreeSet<>();
        for (Stage stage : order) {
            try (Run run = Run.train(path, config, stage)) {
                Bundle bundle = run.export().bundle(Recipe.PAPER, ORIGIN);
                Manifest manifest = bundle.manifest();
                assertThat(manifest.decision().budget()).isEqualTo(Budget.policy());
                assertThat(manifest.valueHead()).isFalse();
                assertThat(manifest.budgets()).isEmpty();
                double lr = stage == Stage.FT2 ? 1 : 0;
                assertThat(manifest.fusion()).hasSize(5).containsOnly(new FusionWeights(1, lr));
                assertThat(manifest.provenance().metrics()).containsKey("PatchDrop " + stage.title() + ": accuracy");

                Path file = written(bundle, stage.key() + ".patchdrop");
                try (PatchDropModel model = PatchDropModel.load(file)) {
                    assertAnswersAs(PatchDropSystem.system(run.nets(), stage), run, model, Budget.policy());
                }
                Path again = written(run.export().bundle(Recipe.PAPER, ORIGIN), "again.patchdrop");
                assertThat(again).hasSameBinaryContentAs(file);
                files.add(manifest.members().toString());
            }
        }
        assertThat(files).as("each stage has weights of its own").hasSize(3);
    }

    @Test
    void anUnfinishedRunSaysWhatIsToBeTrained() {
        TrainingConfig config = TinyRun.config();
        try (Run run = Run.train(folder.resolve("run"), config, Stage.HR_CNN)) {
            assertThatThrownBy(() -> run.export().check(Recipe.PAPER))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("has finished none of Pt, Ft-1 and Ft-2")
                    .hasMessageContaining("train --resume");
            assertThatThrownBy(() -> run.export().bundle(Recipe.ANYTIME, ORIGIN))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Anytime, LR trunk; Anytime, HR classifier;")
                    .hasMessageContaining("train --recipe anytime --resume");
        }
        try (Run run = Run.train(folder.resolve("run"), config, Stage.PT)) {
            assertThatThrownBy(() -> run.export().check(Recipe.PAPER))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("has not finished LR-CNN")
                    .hasMessageContaining("--stages lr");
        }
    }

    @Test
    void onlyABundleIsReplaced() throws IOException {
        TrainingConfig config = TinyRun.config();
        Path mine = Files.writeString(folder.resolve("mine.patchdrop"), "mine");
        assertThatThrownBy(() -> RunExport.requireWritable(mine))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not replaced");
        assertThatThrownBy(() -> RunExport.requireWritable(folder)).isInstanceOf(InvalidInputException.class);
        RunExport.requireWritable(folder.resolve("new.patchdrop"));
        try (Run run = Run.train(folder.resolve("run"), config, Stage.LR_CNN, Stage.HR_CNN, Stage.PT)) {
            Bundle bundle = run.export().bundle(Recipe.PAPER, ORIGIN);
            Path file = written(bundle, "old.patchdrop");
            RunExport.requireWritable(file);
            Bundle read = BundleArchive.read(file, ManifestJson::read);
            assertThat(read.manifest()).isEqualTo(bundle.manifest());
            assertThat(read.members().keySet()).containsExactly(Manifest.CLASSIFY, Manifest.LOOK);
        }
    }
}
