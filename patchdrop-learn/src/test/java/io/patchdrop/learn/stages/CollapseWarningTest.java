package io.patchdrop.learn.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Collapse;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.tensor.TensorTest;
import java.nio.file.Path;
import java.util.Objects;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollapseWarningTest extends TensorTest {
    private final Path folder;

    CollapseWarningTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({"50,ALL_TAKEN,4", "-50,NONE_TAKEN,0"})
    void aPolicyThatIsAConstantIsWarnedOf(double bias, Collapse collapse, double patches) {
        TrainingConfig config = TinyRun.config("pt.epochs=1", "ft1.epochs=1");
        try (Dataset data = TinyRun.open(config)) {
            TinyRun.Ears ears = new TinyRun.Ears();
            StageContext context = TinyRun.context(config, data, folder, ears, () -> false);
            RunNets nets = TinyRun.nets(context);
            Net policy = nets.newPolicy();
            try (AutoGradMode noGradient = new AutoGradMode(false)) {
                Objects.requireNonNull(Weights.state(policy).get("fc.bias")).fill_(new Scalar(bias));
            }
            new PolicyPretraining(context, policy, nets.newHrClassifier(notice -> {})).run();
            new JointFinetuning(context, Stage.FT1, policy, nets.newHrClassifier(notice -> {}), null).run();
            assertThat(ears.warnings)
                    .containsExactly("Pt, epoch 1: " + collapse.warning(), "Ft-1, epoch 1: " + collapse.warning());
            assertThat(ears.steps).isEqualTo(2L * TinyRun.STEPS_PER_EPOCH);
            assertThat(ears.epochs).hasSize(2).allSatisfy(values -> assertThat(values)
                    .containsEntry("patches", patches)
                    .containsEntry("masks", 1.0)
                    .containsKeys("train_reward", "train_patches", "val_accuracy", "reward", "alpha", "seconds"));
        }
    }
}
