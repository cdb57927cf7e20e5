package io.patchdrop.learn.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.safetensors.SafetensorsFile;
import io.patchdrop.learn.safetensors.StoredTensor;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.stages.TrainingStoppedException;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** KD, PCN and SRGAN: what answers from the look alone, having learnt with HR images. */
class LookSystemsTest extends TensorTest {
    private static final TrainingConfig CONFIG =
            TinyRun.config("baselines.srgan_width=4", "baselines.srgan_blocks=1", "baselines.pcn_shared=0.75");
    private static final int STEPS = 2 * TinyRun.STEPS_PER_EPOCH;

    private static Path folder;

    private static Dataset data;

    @BeforeAll
    static void trainHrClassifier(@TempDir Path given) {
        folder = given;
        data = TinyRun.open(CONFIG);
        new Workbench(context(folder.resolve("hr"), TrainingListener.silent(), () -> false), false).trainHrClassifier();
    }

    @AfterAll
    static void close() {
        data.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KD", "PCN", "SRGAN"})
    void anyStopLeadsToTheSameEnd(String name) throws IOException {
        Path uninterrupted = train(name, "uninterrupted");
        for (int stop = 1; stop <= STEPS; stop++) {
            Path run = newRun(name + "-stopped-" + stop);
            Steps steps = new Steps();
            int last = stop;
            StageContext stopping = context(run, steps, () -> steps.done == last);
            assertThatThrownBy(() -> system(name).train(new Workbench(stopping, false)))
                    .isInstanceOf(TrainingStoppedException.class);
            assertThat(stopping.folder().progressFile()).exists();
            system(name).train(new Workbench(context(run, TrainingListener.silent(), () -> false), false));
            assertSame(tensors(file(run, name)), tensors(file(uninterrupted, name)), name + " stopped at " + stop);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KD", "PCN", "SRGAN"})
    void theRowIsThatOfTheEpochThatWasKeptAndTakesNoPatch(String name) throws IOException {
        Path run = train(name, "evaluated");
        double score = Double.parseDouble(
                Objects.requireNonNull(TensorFile.metadata(file(run, name)).get("validation_score")));
        StageContext context = context(run, TrainingListener.silent(), () -> false);
        RunNets nets = new Workbench(context, false).nets();
        Trial trial = new Trial(
                CONFIG, EvaluationContext.of(CONFIG, context.compute()), nets, data.validation(), warning -> {});
        assertThat(system(name).isTrained(nets)).isTrue();
        List<SystemResult> rows = system(name).evaluate(trial);
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.name()).isEqualTo(name);
            assertThat(row.accuracy()).isCloseTo(score, within(1e-6));
            assertThat(row.patches()).isZero();
        });
        assertSame(
                tensors(run.resolve("hr.safetensors")),
                tensors(folder.resolve("hr").resolve("hr.safetensors")),
                "HR-CNN stays as it was");
    }

    @Test
    void theBranchesOfPcnShareTheFirstFiltersAndNoMore() throws IOException {
        Map<String, StoredTensor> tensors = tensors(file(train("PCN", "shared"), "PCN"));
        int convolutions = 0;
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            String name = entry.getKey();
            if (name.startsWith("lr.") && entry.getValue().shape().size() == 4) {
                float[] lr = entry.getValue().floats();
                float[] hr = Objects.requireNonNull(tensors.get("hr." + name.substring(3)))
                        .floats();
                int shared = lr.length / 4 * 3;
                assertThat(Arrays.copyOf(lr, shared)).as(name).isEqualTo(Arrays.copyOf(hr, shared));
                assertThat(Arrays.copyOfRange(lr, shared, lr.length))
                        .as(name)
                        .isNotEqualTo(Arrays.copyOfRange(hr, shared, hr.length));
                convolutions++;
            }
        }
        assertThat(convolutions).isEqualTo(9);
    }

    /** The whole of SRGAN moves: generator, discriminator, and the classifier once it joins in. */
    @Test
    void everyNetOfSrganLearns() throws IOException {
        Map<String, StoredTensor> trained = tensors(file(train("SRGAN", "learning"), "SRGAN"));
        assertThat(trained.keySet()).anyMatch(name -> name.startsWith("discriminator."));
        float[] last =
                Objects.requireNonNull(trained.get("generator.conv3.weight")).floats();
        assertThat(last).isNotEqualTo(new float[last.length]);
        float[] before = Objects.requireNonNull(
                        tensors(folder.resolve("hr").resolve("hr.safetensors")).get("fc.weight"))
                .floats();
        assertThat(Objects.requireNonNull(trained.get("classifier.fc.weight")).floats())
                .isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"cifar-resnet8-s2, cifar-resnet8-s2-u64", "resnet18, resnet18-u64", "resnet34-u224, resnet34-u224"})
    void theLrBranchSeesImagesAsLargeAsTheOther(String net, String expected) {
        assertThat(Pcn.upsampling(net, 64)).hasToString(expected);
    }

    private static void assertSame(Map<String, StoredTensor> found, Map<String, StoredTensor> expected, String what) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, tensor) -> assertThat(
                        Objects.requireNonNull(found.get(name)).bytes())
                .as("%s: %s", what, name)
                .isEqualTo(tensor.bytes()));
    }

    private static Path train(String name, String runName) throws IOException {
        Path run = newRun(name + "-" + runName);
        system(name).train(new Workbench(context(run, TrainingListener.silent(), () -> false), false));
        return run;
    }

    /** A run folder that holds HR-CNN. */
    private static Path newRun(String name) throws IOException {
        Path run = RunFolder.create(folder.resolve(name), CONFIG).path();
        Files.copy(folder.resolve("hr").resolve("hr.safetensors"), run.resolve("hr.safetensors"));
        return run;
    }

    private static ComparedSystem system(String name) {
        return Systems.named(List.of(name)).get(0);
    }

    private static Path file(Path run, String name) {
        return run.resolve(name.toLowerCase(Locale.ROOT) + ".safetensors");
    }

    private static Map<String, StoredTensor> tensors(Path path) {
        try (SafetensorsFile opened = SafetensorsFile.open(path)) {
            return new LinkedHashMap<>(opened.readAll());
        }
    }

    private static StageContext context(Path run, TrainingListener listener, BooleanSupplier stop) {
        return new StageContext(
                CONFIG,
                data,
                Compute.of(CONFIG.runtime()),
                RunFolder.resume(run, CONFIG),
                ConfigFiles.fingerprint(CONFIG, data.fingerprint()),
                listener,
                stop);
    }

    /** Counts steps. */
    private static final class Steps implements TrainingListener {
        private int done;

        @Override
        public void stageStarted(String stage, long before, long total) {}

        @Override
        public void stepDone() {
            done++;
        }

        @Override
        public void epochDone(String stage, int epoch, Map<String, Double> values) {}

        @Override
        public void stageDone() {}

        @Override
        public void warning(String text) {}
    }
}
