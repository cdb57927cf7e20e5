package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.learn.onnx.Dimension;
import io.patchdrop.learn.onnx.OnnxGraph;
import io.patchdrop.learn.onnx.Values;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nets as graphs, in ONNX Runtime, against libtorch. */
class NetGraphTest extends GraphTest {
    private static byte[] graph(Net net, Values images) {
        return graph(images, graph -> net.writeOnnx(graph, "x"), Dimension.rows("N", net.outputs()));
    }

    private static void assertAgrees(Net net) {
        Values images = realImages(net.inputSize());
        Torch.withoutGradient(() -> {
            tame(net, tensor(images));
            assertAgrees(graph(net, images), images, net.forward(tensor(images)));
        });
    }

    /** Random weights of a deep net give logits of hundreds; a trained one gives some ten. */
    private static void tame(Net net, Tensor images) {
        double largest = net.forward(images).abs().max().item_double();
        if (largest > 20) {
            Weights.state(net).forEach((name, tensor) -> {
                if (name.startsWith("fc.")) {
                    tensor.mul_(new Scalar(20 / largest));
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cifar-resnet8-w8, 10, 32, 4",
        "cifar-resnet14-s2, 10, 64, 0",
        "cifar-resnet8-w4-u48, 5, 32, 4",
        "cifar-resnet8-w4-u41, 5, 24, 4",
        "resnet10, 10, 48, 0",
        "resnet18-u64, 10, 24, 0",
        "resnet34, 10, 47, 0",
        "resnet50, 10, 40, 0",
        "grid-resnet8, 16, 8, 4",
        "grid-resnet14-w8, 16, 32, 4",
        "grid-resnet8-w8, 25, 15, 5",
        "grid-resnet8-w8-u64, 16, 24, 4",
        "glimpse-resnet8-w8, 6, 32, 4",
        "glimpse-resnet8-w8-u48, 6, 20, 4",
        "bag-resnet8-w8, 10, 32, 4",
        "bag-resnet14-w4-s2, 10, 48, 4"
    })
    void aNetGivesTheSameInBoth(String spec, int outputs, int size, int grid) {
        try (Net net = disturbed(NetSpec.parse(spec).build(outputs, size, grid, 1), 2)) {
            assertAgrees(net);
        }
    }

    @Test
    void aBagLeavesMaskedPatchesOutInBoth() {
        try (Net net = disturbed(NetSpec.parse("bag-resnet8-w8").build(10, 32, 4, 1), 2)) {
            Values images = realImages(32);
            Values masked = new Values(images.numbers().clone(), images.shape());
            for (int i = 0; i < masked.numbers().length; i++) {
                int image = i / (3 * 32 * 32);
                int patch = i / 32 % 32 / 8 * 4 + i % 32 / 8;
                if ((image * 7 + patch * 3) % 5 < 2 || image == 4) {
                    masked.numbers()[i] = 0;
                }
            }
            Torch.withoutGradient(() -> assertAgrees(graph(net, masked), masked, net.forward(tensor(masked))));
        }
    }

    /** Looks as small as a patch's pixel, maps that the grid divides, and maps that it does not. */
    @ParameterizedTest
    @CsvSource({
        "cifar-resnet8-w8, grid-resnet8-w8, 8, 4",
        "cifar-resnet8-w8, grid-resnet8-w8, 16, 4",
        "cifar-resnet8-w8, grid-resnet8-w8, 12, 4",
        "cifar-resnet8-w8, grid-resnet8-w8, 40, 5",
        "cifar-resnet8-w4-u32, grid-resnet8-w4, 16, 4",
        "cifar-resnet8-w4-u32, grid-resnet8-w4-u32, 16, 4",
        "cifar-resnet8-w4, grid-resnet8-w4-u48, 20, 4",
        "resnet10, grid-resnet8-w4, 64, 4"
    })
    void aScoreNetGivesTheSameInBoth(String trunkSpec, String eyeSpec, int size, int grid) {
        try (Net trunk = disturbed(NetSpec.parse(trunkSpec).build(10, size, grid, 1), 2);
                ScoreNet net = disturbed(ScoreNet.build(NetSpec.parse(eyeSpec), trunk, 6, 3), 4)) {
            assertAgrees(net);
            Values looks = realImages(size);
            long patches = (long) grid * grid;
            byte[] joined = graph(
                    looks,
                    graph -> {
                        String features = trunk.writeFeatures(graph, "x");
                        String logits = trunk.writeHead(graph, features);
                        ScoreNet.WrittenScores scores =
                                net.writeScores(graph, "x", new ScoreNet.WrittenTrunk(features, logits));
                        return graph.add(scores.patches(), scores.image());
                    },
                    Dimension.rows("N", patches));
            Torch.withoutGradient(
                    () -> assertAgrees(joined, looks, net.scores(tensor(looks)).logits()));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 4", "10, 2", "7, 3", "16, 1"})
    void aGeneratorGivesTheSameInBoth(int size, int factor) {
        try (Generator net = disturbed(Generator.build(6, 2, factor, 1), 2)) {
            Values looks = realImages(size);
            byte[] graph = graph(
                    looks,
                    written -> net.writeOnnx(written, "x"),
                    Dimension.rows("N", 3, (long) size * factor, (long) size * factor));
            Torch.withoutGradient(() -> assertAgrees(graph, looks, net.forward(tensor(looks))));
        }
    }

    @ParameterizedTest
    @CsvSource({"16", "33", "64"})
    void aDiscriminatorGivesTheSameInBoth(int size) {
        try (Discriminator net = disturbed(Discriminator.build(4, 1), 2)) {
            Values images = realImages(size);
            byte[] graph = graph(images, written -> net.writeOnnx(written, "x"), Dimension.named("N"));
            Torch.withoutGradient(() -> assertAgrees(graph, images, net.forward(tensor(images))));
        }
    }

    /** Partially coupled branches: the LR branch is an upsampling net that holds filters of the other. */
    @Test
    void aBranchThatSharesFiltersGivesTheSameInBoth() {
        try (Net high = disturbed(NetSpec.parse("cifar-resnet8-w8").build(10, 32, 4, 1), 2);
                Net low = disturbed(NetSpec.parse("cifar-resnet8-w8-u32").build(10, 8, 4, 3), 4)) {
            byte[] alone = graph(low, realImages(8));
            SharedFilters shared = new SharedFilters(high, low, 0.5);
            assertThat(shared).isNotNull();
            assertThat(graph(low, realImages(8))).isNotEqualTo(alone);
            assertAgrees(low);
            assertAgrees(high);
        }
    }

    @Test
    void writingTwiceGivesEqualBytesWhateverStateTheNetIsIn() {
        try (Net net = disturbed(NetSpec.parse("cifar-resnet8-w8-u40").build(10, 32, 4, 1), 2)) {
            Values images = realImages(32);
            byte[] first = graph(net, images);
            assertThat(graph(net, images)).isEqualTo(first);
            net.freeze();
            assertThat(graph(net, images)).isEqualTo(first);
            net.unfreeze();
            assertThat(net.is_training()).isTrue();
            assertThat(graph(net, images)).isEqualTo(first);
            Weights.toChannelsLast(net);
            assertThat(graph(net, images)).isEqualTo(first);
            Tensor laidOut = tensor(images).contiguous(MemoryFormat.ChannelsLast);
            net.eval();
            Torch.withoutGradient(() -> assertAgrees(first, images, net.forward(laidOut)));
        }
    }

    @Test
    void theGraphHoldsNoBatchNormalisation() {
        try (Net net = disturbed(NetSpec.parse("resnet10").build(10, 64, 0, 1), 2)) {
            OnnxGraph graph = new OnnxGraph("test");
            graph.input("x", Dimension.rows("N", 3, 64, 64));
            graph.output("y", net.writeOnnx(graph, "x"), Dimension.rows("N", 10));
            assertThat(new String(graph.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .contains("Conv", "MaxPool", "ReduceMean", "Gemm")
                    .doesNotContain("BatchNormalization");
        }
    }
}
