package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.learn.onnx.Dimension;
import io.patchdrop.learn.onnx.OnnxGraph;
import io.patchdrop.learn.onnx.OrtGraph;
import io.patchdrop.learn.onnx.Values;
import io.patchdrop.learn.patches.Views;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patch-local nets as graphs: look, encoder and pool in ONNX Runtime, joined in Java, against libtorch. */
class PatchLocalGraphTest extends GraphTest {
    private static final int CLASSES = 10;

    /** The graphs of a net, by their names in bundles; no look where the net takes nothing of it. */
    static Map<String, byte[]> graphs(Net net, int lookSize) {
        PatchLocal local = (PatchLocal) net;
        int grid = net.grid();
        long patches = (long) grid * grid;
        long side = net.inputSize() / grid;
        long seen = local.lookFeatures();
        Map<String, byte[]> graphs = new HashMap<>();
        OnnxGraph look = new OnnxGraph("look");
        look.input("look", Dimension.rows("N", 3, lookSize, lookSize));
        String lookFeatures = local.writeLookFeatures(look, "look");
        assertThat(lookFeatures != null).isEqualTo(seen > 0);
        if (lookFeatures != null) {
            look.output("look_features", lookFeatures, Dimension.rows("N", patches, seen));
            graphs.put("look", look.bytes());
        }
        OnnxGraph encode = new OnnxGraph("encode");
        encode.input("patches", Dimension.rows("M", 3, side, side));
        String context = seen == 0 ? null : encode.input("context", Dimension.rows("M", seen));
        String features = local.writeEncoder(encode, "patches", context);
        encode.output("features", features, Dimension.rows("M", local.patchFeatures()));
        graphs.put("encode", encode.bytes());
        OnnxGraph pool = new OnnxGraph("pool");
        pool.input("features", Dimension.rows("N", patches, local.patchFeatures()));
        pool.input("mask", Dimension.rows("N", patches));
        String rows = seen == 0 ? null : pool.input("look_features", Dimension.rows("N", patches, seen));
        pool.output("logits", local.writePool(pool, "features", "mask", rows), Dimension.rows("N", net.outputs()));
        graphs.put("pool", pool.bytes());
        return graphs;
    }

    /** Packs the patches taken, of all images, encodes them, and puts the rows where they belong. */
    private record Pair(Net net, Map<String, byte[]> graphs) {
        private float[] run(String graph, String output, Map<String, Values> inputs) {
            try (OrtGraph loaded = new OrtGraph(Objects.requireNonNull(graphs.get(graph)))) {
                return Objects.requireNonNull(loaded.run(inputs).get(output));
            }
        }

        float[] logits(Values images, Values looks, Values masks) {
            PatchLocal local = (PatchLocal) net;
            int count = (int) masks.shape()[0];
            int patches = (int) masks.shape()[1];
            int seen = local.lookFeatures();
            int length = local.patchFeatures();
            float[] lookFeatures = seen == 0 ? new float[0] : run("look", "look_features", Map.of("look", looks));
            int[] taken = java.util.stream.IntStream.range(0, count * patches)
                    .filter(row -> masks.numbers()[row] == 1)
                    .toArray();
            int side = net.inputSize() / net.grid();
            float[] packed = new float[taken.length * 3 * side * side];
            float[] context = new float[taken.length * seen];
            for (int i = 0; i < taken.length; i++) {
                cut(images, taken[i], side, packed, i * 3 * side * side);
                System.arraycopy(lookFeatures, taken[i] * seen, context, i * seen, seen);
            }
            Map<String, Values> given = new HashMap<>();
            given.put("patches", new Values(packed, taken.length, 3, side, side));
            if (seen > 0) {
                given.put("context", new Values(context, taken.length, seen));
            }
            float[] encoded = run("encode", "features", given);
            float[] features = new float[count * patches * length];
            for (int i = 0; i < taken.length; i++) {
                System.arraycopy(encoded, i * length, features, taken[i] * length, length);
            }
            Map<String, Values> pooled = new HashMap<>();
            pooled.put("features", new Values(features, count, patches, length));
            pooled.put("mask", masks);
            if (seen > 0) {
                pooled.put("look_features", new Values(lookFeatures, count, patches, seen));
            }
            return run("pool", "logits", pooled);
        }

        private void cut(Values images, int row, int side, float[] target, int at) {
            int grid = net.grid();
            int size = net.inputSize();
            int image = row / (grid * grid);
            int patch = row % (grid * grid);
            for (int channel = 0; channel < 3; channel++) {
                for (int y = 0; y < side; y++) {
                    int line = patch / grid * side + y;
                    int from = ((image * 3 + channel) * size + line) * size + patch % grid * side;
                    System.arraycopy(images.numbers(), from, target, at + (channel * side + y) * side, side);
                }
            }
        }
    }

    /** Random masks, the first of no patch, the second of all. */
    private static Values masks(int patches) {
        SplittableRandom random = new SplittableRandom(5);
        float[] taken = new float[IMAGES * patches];
        for (int row = 0; row < taken.length; row++) {
            taken[row] = row / patches == 1 || (row >= patches && random.nextInt(2) == 0) ? 1 : 0;
        }
        return new Values(taken, IMAGES, patches);
    }

    @ParameterizedTest
    @CsvSource({
        "bag-resnet8-w8, 32, 8, 4",
        "bag-resnet14-w4-s2, 48, 12, 4",
        "bag-resnet8-w4, 30, 10, 5",
        "refine-resnet12-w8, 32, 8, 4",
        "refine-resnet16-w4-s2, 96, 24, 4",
        "refine-resnet12-w4, 60, 15, 5",
        "attention-resnet8-w8, 32, 8, 4",
        "attention-resnet8-w4-s2, 64, 16, 4"
    })
    void theGraphsJoinedGiveWhatTheNetGives(String spec, int size, int lookSize, int grid) {
        try (Net net = disturbed(NetSpec.parse(spec).build(CLASSES, size, lookSize, grid, 1), 2)) {
            Values images = realImages(size);
            Values looks = realImages(lookSize);
            Values masks = masks(grid * grid);
            Pair pair = new Pair(net, graphs(net, lookSize));
            float[] whole = pair.logits(images, looks, masks);
            Tensor expected =
                    Torch.withoutGradient(() -> net.classify(new Views(tensor(images), tensor(looks)), tensor(masks)));
            assertAgrees(whole, values(expected), 1e-4);
            for (int batch : new int[] {1, 7, 32}) {
                float[] part =
                        pair.logits(images.rows(3, 3 + batch), looks.rows(3, 3 + batch), masks.rows(3, 3 + batch));
                float[] same = Arrays.copyOfRange(whole, 3 * CLASSES, (3 + batch) * CLASSES);
                assertAgrees(part, values(tensor(new Values(same, same.length))), 1e-5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"bag-resnet8-w8, 32, 8, 4", "refine-resnet12-w8, 32, 8, 4", "attention-resnet8-w8, 32, 8, 4"})
    void writingTwiceGivesEqualBytes(String spec, int size, int lookSize, int grid) {
        try (Net net = disturbed(NetSpec.parse(spec).build(CLASSES, size, lookSize, grid, 1), 2)) {
            Map<String, byte[]> first = graphs(net, lookSize);
            Map<String, byte[]> second = graphs(net, lookSize);
            assertThat(second.keySet()).isEqualTo(first.keySet());
            first.forEach((name, bytes) -> assertThat(second.get(name)).isEqualTo(bytes));
        }
    }

    @Test
    void aNetThatReadsTheLookWantsIt() {
        try (Net net = NetSpec.parse("refine-resnet12-w4").build(CLASSES, 32, 8, 4, 1)) {
            OnnxGraph graph = new OnnxGraph("test");
            graph.input("patches", Dimension.rows("M", 3, 8, 8));
            assertThatThrownBy(() -> ((PatchLocal) net).writeEncoder(graph, "patches", null))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> net.writeOnnx(graph, "patches")).isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
