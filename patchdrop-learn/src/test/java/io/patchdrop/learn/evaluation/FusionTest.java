package io.patchdrop.learn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FusionTest extends TensorTest {
    private static final int PATCHES = 4;
    private static final int CLASSES = 3;

    /** Each image's pair of weights is that of its number of patches, whichever patches they are. */
    @Test
    void everyImageIsFusedByItsOwnNumberOfPatches() {
        Tensor weights = normal(1, PATCHES + 1, 2);
        Tensor hr = normal(2, 5, CLASSES);
        Tensor lr = normal(3, 5, CLASSES);
        float[] actions = {
            0, 0, 0, 0, //
            0, 0, 1, 0, //
            1, 0, 0, 1, //
            1, 1, 0, 1, //
            1, 1, 1, 1
        };
        double[] fused = values(Fusion.of(weights).fuse(hr, lr, AbstractTensor.create(actions, 5, PATCHES)));
        for (int image = 0; image < 5; image++) {
            for (int k = 0; k < CLASSES; k++) {
                int at = image * CLASSES + k;
                double expected =
                        values(weights)[image * 2] * values(hr)[at] + values(weights)[image * 2 + 1] * values(lr)[at];
                assertThat(fused[at]).as("image %s, class %s", image, k).isCloseTo(expected, within(1e-6));
            }
        }
    }

    @Test
    void aFileGivesItsWeightsBack(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("fusion.safetensors");
        Tensor weights = normal(4, PATCHES + 1, 2);
        TensorFile.save(file, Fusion.of(weights).tensors(), Map.of());

        Fusion read = Fusion.read(file, PATCHES, new Device("cpu"));
        assertThat(values(read.tensors().values().iterator().next())).containsExactly(values(weights));
        assertThatThrownBy(() -> Fusion.read(file, 16, new Device("cpu")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString());
    }
}
