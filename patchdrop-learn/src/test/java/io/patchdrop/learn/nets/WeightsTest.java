package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.pytorch.global.torch.equal;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.safetensors.SafetensorsFile;
import io.patchdrop.learn.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightsTest extends NativeTest {
    private final Path file;

    WeightsTest(@TempDir Path folder) {
        file = folder.resolve("weights.safetensors");
    }

    @Test
    void roundTripIsExactAcrossMemoryFormats() throws IOException {
        try (Net original = trained("cifar-resnet8-w4", 3, 1);
                Net plain = NetSpec.parse("cifar-resnet8-w4").build(3, 8, 0, 2);
                Net channelsLast = NetSpec.parse("cifar-resnet8-w4").build(3, 8, 0, 3)) {
            Tensor first = Weights.state(original).get("conv1.weight");
            // Values that only survive a copy of the bits.
            new FloatPointer(Objects.requireNonNull(first).data_ptr())
                    .put(Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, Float.intBitsToFloat(0x7fc01234));
            Map<String, byte[]> expected = bits(original);
            Weights.toChannelsLast(original);
            Weights.toChannelsLast(channelsLast);
            assertThat(isChannelsLast(original)).isTrue();

            Weights.save(file, Map.of("", original), Map.of("epoch", "3"));
            Weights.Loaded loaded = Weights.load(file, Map.of("", plain));
            assertThat(loaded.metadata()).containsExactly(Map.entry("epoch", "3"));
            assertThat(loaded.loaded()).isEqualTo(expected.size());
            assertThat(loaded.leftOut()).isEmpty();
            Weights.load(file, Map.of("", channelsLast));

            assertSameBits(plain, expected);
            assertSameBits(channelsLast, expected);
            assertThat(isChannelsLast(channelsLast)).isTrue();
            assertThat(isChannelsLast(plain)).isFalse();
        }
    }

    @Test
    void filesHoldPlainRowsInTheOrderOfTheState() throws IOException {
        try (Net net = trained("cifar-resnet8-w4", 3, 1)) {
            double[] expected = values(Weights.state(net).getOrDefault("layer2.0.conv1.weight", new Tensor()));
            Weights.toChannelsLast(net);
            Weights.save(file, Map.of("", net), Map.of());
            try (SafetensorsFile opened = SafetensorsFile.open(file)) {
                assertThat(opened.tensors().keySet())
                        .containsExactlyElementsOf(Weights.state(net).keySet());
                float[] stored = opened.read("layer2.0.conv1.weight").floats();
                assertThat(stored).hasSize(expected.length);
                for (int index = 0; index < stored.length; index++) {
                    assertThat((double) stored[index]).isEqualTo(expected[index]);
                }
            }
        }
    }

    @Test
    void severalNetsShareAFileUnderTheirPrefixes() throws IOException {
        try (Net classifier = trained("cifar-resnet8-w4", 3, 1);
                Net policy = trained("grid-resnet8-w4", 4, 2);
                Net empty = NetSpec.parse("grid-resnet8-w4").build(4, 8, 2, 9)) {
            Map<String, Net> nets = new LinkedHashMap<>();
            nets.put("classifier", classifier);
            nets.put("policy", policy);
            Weights.save(file, nets, Map.of());
            Weights.Loaded loaded = Weights.load(file, Map.of("policy", empty));
            assertSameBits(empty, bits(policy));
            assertThat(loaded.leftOut())
                    .hasSize(Weights.state(classifier).size())
                    .allMatch(name -> name.startsWith("classifier."));
            assertThatThrownBy(() -> Weights.load(file, Map.of("", empty)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("unexpected classifier.conv1.weight");
        }
    }

    @Test
    void whatDoesNotFitIsNamedAndChangesNothing() throws IOException {
        try (Net small = trained("cifar-resnet8-w4", 3, 1);
                Net deep = trained("cifar-resnet14-w4", 3, 2);
                Net wide = trained("cifar-resnet8-w8", 3, 3);
                Net other = trained("cifar-resnet8-w4", 7, 4)) {
            Weights.save(file, Map.of("net", small), Map.of());
            Map<String, byte[]> before = bits(other);
            assertRefused(deep, "missing net.layer1.1.conv1.weight, ");
            assertRefused(deep, " more");
            assertRefused(wide, "net.conv1.weight is F32 [4, 3, 3, 3] instead of F32 [8, 3, 3, 3]");
            assertRefused(other, "net.fc.weight is F32 [3, 16] instead of F32 [7, 16]");
            assertRefused(other, "load it without its last layer");
            assertSameBits(other, before);
            Weights.save(file, Map.of("net", deep), Map.of());
            assertRefused(small, "unexpected net.layer1.1.conv1.weight, ");
            Files.write(file, new byte[] {1, 2, 3});
            assertRefused(small, "is cut short");
        }
    }

    private void assertRefused(Net net, String problem) {
        assertThatThrownBy(() -> Weights.load(file, Map.of("net", net)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(problem);
    }

    @Test
    void theLastLayerCanBeLeftOut() throws IOException {
        try (Net thousand = trained("cifar-resnet8-w4", 9, 1);
                Net ten = trained("cifar-resnet8-w4", 3, 2)) {
            Weights.save(file, Map.of("", thousand), Map.of());
            byte[] head = bits(ten).get("fc.weight");
            Weights.Loaded loaded = Weights.loadPretrained(file, ten);
            assertThat(loaded.leftOut()).containsExactly("fc.weight", "fc.bias");
            assertThat(bits(ten).get("fc.weight")).isEqualTo(head);
            assertThat(bits(ten).get("layer3.0.bn2.running_var"))
                    .isEqualTo(bits(thousand).get("layer3.0.bn2.running_var"));
        }
    }

    @Test
    void pretrainedWeightsForAsManyClassesKeepTheirHead() throws IOException {
        try (Net original = trained("cifar-resnet8-w4", 9, 1);
                Net net = trained("cifar-resnet8-w4", 9, 2)) {
            Weights.save(file, Map.of("", original), Map.of());
            assertThat(Weights.loadPretrained(file, net).leftOut()).isEmpty();
            Map<String, byte[]> expected = bits(original);
            assertThat(bits(net)).allSatisfy((name, bytes) -> assertThat(bytes).isEqualTo(expected.get(name)));
        }
    }

    @Test
    void loadingIntoAFrozenNetRenewsWhatItFolded() throws IOException {
        try (Net one = trained("cifar-resnet8-w4", 3, 1);
                Net two = trained("cifar-resnet8-w4", 3, 2)) {
            one.eval();
            two.freeze();
            Tensor images = images(3, 2, 8);
            Weights.save(file, Map.of("", one), Map.of());
            Weights.load(file, Map.of("", two));
            assertThat(two.isFrozen()).isTrue();
            assertClose(values(two.forward(images)), values(one.forward(images)), 1e-5);
        }
    }

    @Test
    void copiesAreEqualAndShareNothing() {
        try (Net net = trained("cifar-resnet8-w4-s2", 3, 1)) {
            net.eval();
            Weights.toChannelsLast(net);
            Map<String, byte[]> expected = bits(net);
            try (Net copy = Weights.copyOf(net)) {
                assertThat(copy.spec()).isEqualTo(net.spec());
                assertThat(copy.is_training()).isFalse();
                assertThat(isChannelsLast(copy)).isTrue();
                assertSameBits(copy, expected);
                assertThat(Weights.state(copy).values().stream().anyMatch(Tensor::requires_grad))
                        .isTrue();
                disturbNormalisation(copy, 77);
                assertSameBits(net, expected);
            }
            net.forward(images(1, 1, 8));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ScalarType.class,
            names = {"Double", "Float", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool"})
    void tensorsOfEveryTypeComeBackTheSame(ScalarType type) throws IOException {
        Tensor tensor =
                AbstractTensor.create(new float[] {0, 1, 2, 3, 100, 7}, 2, 3).to(type);
        SafetensorsWriter writer = new SafetensorsWriter();
        TensorData.add(writer, "x", tensor.t());
        TensorData.add(writer, "scalar", tensor.select(0, 1).select(0, 2));
        writer.write(file);
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            Tensor read = TensorData.read(opened, "x");
            assertThat(read.scalar_type().intern()).isEqualTo(type);
            assertThat(read.shape()).containsExactly(3, 2);
            assertThat(equal(read, tensor.t())).isTrue();
            assertThat(values(TensorData.read(opened, "scalar"))).containsExactly(type == ScalarType.Bool ? 1 : 7);
            assertThatThrownBy(() -> TensorData.read(opened, "y")).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void halfPrecisionIsWidened() throws IOException {
        try (Net net = trained("cifar-resnet8-w4", 3, 1);
                Net target = trained("cifar-resnet8-w4", 3, 2)) {
            SafetensorsWriter writer = new SafetensorsWriter();
            Map<String, double[]> rounded = new HashMap<>();
            Weights.state(net).forEach((name, tensor) -> {
                Tensor stored = tensor.is_floating_point() ? tensor.to(ScalarType.BFloat16) : tensor;
                rounded.put(name, values(stored));
                TensorData.add(writer, name, stored);
            });
            writer.write(file);
            Weights.load(file, Map.of("", target));
            Weights.state(target)
                    .forEach((name, tensor) ->
                            assertThat(values(tensor)).as(name).isEqualTo(rounded.get(name)));
        }
    }

    private static Net trained(String name, int outputs, long seed) {
        Net net = NetSpec.parse(name).build(outputs, 8, 2, seed);
        disturbNormalisation(net, seed + 1000);
        return net;
    }

    private static boolean isChannelsLast(Net net) {
        return Weights.state(net).values().stream()
                .filter(tensor -> tensor.dim() == 4)
                .allMatch(tensor -> tensor.is_contiguous(MemoryFormat.ChannelsLast));
    }

    private static void assertSameBits(Net net, Map<String, byte[]> expected) {
        Map<String, byte[]> found = bits(net);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    }

    private static Map<String, byte[]> bits(Net net) {
        Map<String, byte[]> bits = new HashMap<>();
        Weights.state(net).forEach((name, tensor) -> {
            Tensor plain = tensor.detach().contiguous();
            byte[] bytes = new byte[(int) plain.nbytes()];
            new BytePointer(plain.data_ptr()).get(bytes);
            bits.put(name, bytes);
        });
        return bits;
    }
}
