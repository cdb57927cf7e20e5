package io.patchdrop.learn.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageProgressTest extends TensorTest {
    private static final TrainingConfig CONFIG = TinyRun.config();
    private static Dataset data;

    private final Path folder;
    private final Net net = NetSpec.parse("cifar-resnet8-w1").build(2, 8, 0, 1);
    private final Tensor bias = Objects.requireNonNull(Weights.state(net).get("fc.bias"));

    StageProgressTest(@TempDir Path folder) {
        this.folder = folder.resolve("run");
    }

    @BeforeAll
    static void open() {
        data = TinyRun.open(CONFIG);
    }

    @AfterAll
    static void close() {
        data.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {111, 112, 113, 114, 115, 116})
    void theBestEpochWinsAndOfEqualsTheLater(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int epochs = 6;
        double[] scores =
                random.doubles(epochs).map(score -> Math.round(3 * score) - 1).toArray();
        int best = 0;
        for (int epoch = 1; epoch < epochs; epoch++) {
            best = scores[epoch] >= scores[best] ? epoch : best;
        }
        StageContext context = TinyRun.context(CONFIG, data, folder);
        StageProgress progress = open(context, Stage.HR_CNN, epochs);
        for (int epoch = 0; epoch < epochs; epoch++) {
            if (epoch == 3) {
                // What was best so far survives a restart.
                setBias(-1);
                progress = open(context, Stage.HR_CNN, epochs);
                assertThat(progress.epoch()).isEqualTo(3);
            }
            setBias(epoch);
            progress.endEpoch(scores[epoch]);
        }
        progress.finish();
        assertThat(values(bias)).containsExactly(best, best);
        assertThat(TensorFile.metadata(folder.resolve("hr.safetensors")))
                .containsEntry("validation_score", Double.toString(scores[best]))
                .containsEntry("patchdrop_stage", "hr")
                .containsEntry("epochs", "6");
    }

    @Test
    void averagesAreWeightedByImagesAndLogged() {
        StageContext context = TinyRun.context(CONFIG, data, folder);
        StageProgress progress = open(context, Stage.PT, 2);
        progress.average("train_loss", 1, 8);
        progress.average("train_loss", 4, 4);
        progress.average("val_accuracy", 50);
        progress.endEpoch(0);
        progress.average("train_loss", 7, 8);
        progress.endEpoch(0);
        var lines = context.folder().metrics().read();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).stage()).isEqualTo("Pt");
        assertThat(lines.get(0).values()).containsEntry("train_loss", 2.0).containsEntry("val_accuracy", 50.0);
        assertThat(lines.get(1).epoch()).isEqualTo(2);
        assertThat(lines.get(1).values()).containsEntry("train_loss", 7.0).doesNotContainKey("val_accuracy");
    }

    @Test
    void anotherConfigurationsStateIsRefused() {
        saveAnEpochOf(Stage.PT);
        StageContext other = new StageContext(
                CONFIG,
                data,
                TinyRun.context(CONFIG, data, folder).compute(),
                TinyRun.context(CONFIG, data, folder).folder(),
                "another fingerprint",
                TrainingListener.silent(),
                () -> false);
        assertThatThrownBy(() -> open(other, Stage.PT, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another configuration or other data");
    }

    @Test
    void anotherUnfinishedStagesStateIsRefused() {
        saveAnEpochOf(Stage.PT);
        assertThatThrownBy(() -> open(TinyRun.context(CONFIG, data, folder), Stage.FT1, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("belongs to stage pt");
    }

    /** The process was killed after it had written the stage's weights and before it had removed the stage's state. */
    @Test
    void aFinishedStagesStateIsPassedOver() throws IOException {
        saveAnEpochOf(Stage.PT);
        Path state = TinyRun.context(CONFIG, data, folder).folder().progressFile();
        Files.copy(state, folder.resolve(Stage.PT.fileName()));
        StageProgress next = open(TinyRun.context(CONFIG, data, folder), Stage.FT1, 2);
        assertThat(next.epoch()).isZero();
        assertThat(next.step()).isZero();
        next.endEpoch(0);
        assertThat(open(TinyRun.context(CONFIG, data, folder), Stage.FT1, 2).epoch())
                .isEqualTo(1);
    }

    @Test
    void aDamagedStateIsRefused() throws IOException {
        saveAnEpochOf(Stage.PT);
        Path state = TinyRun.context(CONFIG, data, folder).folder().progressFile();
        byte[] bytes = Files.readAllBytes(state);
        Files.write(state, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> open(TinyRun.context(CONFIG, data, folder), Stage.PT, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(state.toString());
    }

    private void saveAnEpochOf(Stage stage) {
        open(TinyRun.context(CONFIG, data, folder), stage, 2).endEpoch(0.5);
    }

    private StageProgress open(StageContext context, Stage stage, int epochs) {
        return StageProgress.open(context, stage, Map.of("", net), Map.of(), epochs, 1);
    }

    private void setBias(double value) {
        try (AutoGradMode noGradient = new AutoGradMode(false)) {
            bias.fill_(new Scalar(value));
        }
    }
}
