package io.patchdrop.learn.nets;

import io.patchdrop.learn.onnx.CvGraph;
import io.patchdrop.learn.onnx.Dimension;
import io.patchdrop.learn.onnx.OnnxGraph;
import io.patchdrop.learn.onnx.OrtGraph;
import io.patchdrop.learn.onnx.Values;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The graphs of bundles give the same numbers in a second engine, which shares no code with the first. */
class OtherRuntimeTest extends GraphTest {
    private static void assertSame(byte[] graph, Map<String, Values> inputs, List<String> outputs) {
        try (OrtGraph loaded = new OrtGraph(graph)) {
            Map<String, float[]> expected = loaded.run(inputs);
            Map<String, float[]> found = new CvGraph(graph).run(inputs, outputs);
            for (String output : outputs) {
                float[] numbers = Objects.requireNonNull(expected.get(output));
                double[] exact = new double[numbers.length];
                for (int index = 0; index < exact.length; index++) {
                    exact[index] = numbers[index];
                }
                assertAgrees(Objects.requireNonNull(found.get(output)), exact, 1e-4);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cifar-resnet8-w8, 10, 32, 0, 1",
        "cifar-resnet8-w8, 10, 32, 0, 32",
        "cifar-resnet14-s2, 10, 64, 0, 7",
        "cifar-resnet8-w4-u48, 5, 32, 0, 7",
        "resnet10, 10, 64, 0, 7",
        "grid-resnet8, 16, 16, 4, 7"
    })
    void aNet(String spec, int outputs, int size, int grid, int batch) {
        try (Net net = disturbed(NetSpec.parse(spec).build(outputs, size, grid, 1), 2)) {
            OnnxGraph graph = new OnnxGraph("classify");
            graph.input("image", Dimension.rows("N", 3, size, size));
            graph.output("logits", net.writeOnnx(graph, "image"), Dimension.rows("N", outputs));
            assertSame(graph.bytes(), Map.of("image", realImages(size).rows(0, batch)), List.of("logits"));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "8, 7", "16, 32", "12, 7"})
    void aLook(int size, int batch) {
        try (Net trunk = disturbed(NetSpec.parse("cifar-resnet8-w8").build(10, size, 4, 1), 2);
                ScoreNet net = disturbed(ScoreNet.build(NetSpec.parse("grid-resnet8-w8"), trunk, 6, 3), 4)) {
            OnnxGraph graph = new OnnxGraph("look");
            graph.input("look", Dimension.rows("N", 3, size, size));
            String features = trunk.writeFeatures(graph, "look");
            String logits = trunk.writeHead(graph, features);
            ScoreNet.WrittenScores scores = net.writeScores(graph, "look", new ScoreNet.WrittenTrunk(features, logits));
            graph.output("logits", logits, Dimension.rows("N", 10));
            graph.output("scores", graph.add(scores.patches(), scores.image()), Dimension.rows("N", 16));
            graph.output("value", graph.concat(1, scores.patches(), scores.image()), Dimension.rows("N", 17));
            assertSame(
                    graph.bytes(),
                    Map.of("look", realImages(size).rows(0, batch)),
                    List.of("logits", "scores", "value"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bag-resnet8-w8, 32, 8, 1",
        "bag-resnet8-w8, 32, 8, 7",
        "bag-resnet14-w4-s2, 48, 12, 32",
        "refine-resnet12-w8, 32, 8, 7",
        "refine-resnet12-w8, 64, 16, 7",
        "attention-resnet8-w8, 32, 8, 7"
    })
    void aPatchLocalPair(String spec, int size, int lookSize, int batch) {
        int grid = 4;
        int patches = grid * grid;
        try (Net net = disturbed(NetSpec.parse(spec).build(10, size, lookSize, grid, 1), 2)) {
            PatchLocal local = (PatchLocal) net;
            Map<String, byte[]> graphs = PatchLocalGraphTest.graphs(net, lookSize);
            Values packed = realImages(size / grid).rows(0, batch);
            Values context = numbers(batch, local.lookFeatures());
            boolean looks = local.lookFeatures() > 0;
            assertSame(
                    Objects.requireNonNull(graphs.get("encode")),
                    looks ? Map.of("patches", packed, "context", context) : Map.of("patches", packed),
                    List.of("features"));
            Values features = numbers(batch, patches, local.patchFeatures());
            Values rows = numbers(batch, patches, local.lookFeatures());
            Values mask = numbers(batch, patches);
            for (int row = 0; row < batch * patches; row++) {
                mask.numbers()[row] = mask.numbers()[row] > 0.5 ? 1 : 0;
                for (int i = 0; i < local.patchFeatures(); i++) {
                    features.numbers()[row * local.patchFeatures() + i] *= mask.numbers()[row];
                }
            }
            assertSame(
                    Objects.requireNonNull(graphs.get("pool")),
                    looks
                            ? Map.of("features", features, "mask", mask, "look_features", rows)
                            : Map.of("features", features, "mask", mask),
                    List.of("logits"));
            if (looks) {
                assertSame(
                        Objects.requireNonNull(graphs.get("look")),
                        Map.of("look", realImages(lookSize).rows(0, batch)),
                        List.of("look_features"));
            }
        }
    }

    /** Numbers from 0 to 1 that look random. */
    private static Values numbers(int... shape) {
        long[] sizes = new long[shape.length];
        int count = 1;
        for (int i = 0; i < shape.length; i++) {
            sizes[i] = shape[i];
            count *= shape[i];
        }
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i * 31 % 97 / 96f;
        }
        return new Values(numbers, sizes);
    }
}
