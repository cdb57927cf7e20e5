package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names, shapes and order that {@code torchvision.models.resnetN().state_dict()} has. */
class TorchvisionNamesTest extends NativeTest {
    @ParameterizedTest
    @CsvSource({"resnet18, 11689512, 122", "resnet34, 21797672, 218", "resnet50, 25557032, 320"})
    void parametersAreAsManyAsTorchvisions(String name, long parameters, int tensors) {
        try (Net net = NetSpec.parse(name).build(1000, 224, 0, 1)) {
            long counted = 0;
            for (Map.Entry<String, Tensor> entry : Weights.state(net).entrySet()) {
                boolean buffer =
                        entry.getKey().contains("running_") || entry.getKey().endsWith("num_batches_tracked");
                counted += buffer ? 0 : entry.getValue().numel();
            }
            assertThat(counted).isEqualTo(parameters);
            assertThat(Weights.state(net)).hasSize(tensors);
        }
    }

    @Test
    void resnet18IsNamedAsTorchvisions() {
        Map<String, List<Long>> expected = new LinkedHashMap<>();
        convNorm(expected, "conv1", "bn1", 64, 3, 7);
        long inputs = 64;
        for (int stage = 1; stage <= 4; stage++) {
            long width = 64L << (stage - 1);
            for (int block = 0; block < 2; block++) {
                String prefix = "layer" + stage + "." + block + ".";
                convNorm(expected, prefix + "conv1", prefix + "bn1", width, block == 0 ? inputs : width, 3);
                convNorm(expected, prefix + "conv2", prefix + "bn2", width, width, 3);
                if (stage > 1 && block == 0) {
                    convNorm(expected, prefix + "downsample.0", prefix + "downsample.1", width, inputs, 1);
                }
            }
            inputs = width;
        }
        expected.put("fc.weight", List.of(1000L, 512L));
        expected.put("fc.bias", List.of(1000L));
        assertNamedAs("resnet18", expected);
    }

    @Test
    void resnet50IsNamedAsTorchvisions() {
        Map<String, List<Long>> expected = new LinkedHashMap<>();
        convNorm(expected, "conv1", "bn1", 64, 3, 7);
        int[] blocks = {3, 4, 6, 3};
        long inputs = 64;
        for (int stage = 1; stage <= 4; stage++) {
            long width = 64L << (stage - 1);
            for (int block = 0; block < blocks[stage - 1]; block++) {
                String prefix = "layer" + stage + "." + block + ".";
                convNorm(expected, prefix + "conv1", prefix + "bn1", width, inputs, 1);
                convNorm(expected, prefix + "conv2", prefix + "bn2", width, width, 3);
                convNorm(expected, prefix + "conv3", prefix + "bn3", 4 * width, width, 1);
                if (block == 0) {
                    convNorm(expected, prefix + "downsample.0", prefix + "downsample.1", 4 * width, inputs, 1);
                }
                inputs = 4 * width;
            }
        }
        expected.put("fc.weight", List.of(1000L, 2048L));
        expected.put("fc.bias", List.of(1000L));
        assertNamedAs("resnet50", expected);
    }

    private static void assertNamedAs(String name, Map<String, List<Long>> expected) {
        try (Net net = NetSpec.parse(name).build(1000, 224, 0, 1)) {
            Map<String, List<Long>> found = new LinkedHashMap<>();
            Weights.state(net).forEach((key, tensor) -> found.put(key, TensorData.shapeOf(tensor)));
            assertThat(found).containsExactlyEntriesOf(expected);
        }
    }

    private static void convNorm(
            Map<String, List<Long>> names, String convolution, String norm, long outputs, long inputs, long kernel) {
        names.put(convolution + ".weight", List.of(outputs, inputs, kernel, kernel));
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            names.put(norm + "." + part, List.of(outputs));
        }
        names.put(norm + ".num_batches_tracked", List.of());
    }
}
