package io.patchdrop.learn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators against results worked out by hand, in ONNX Runtime. */
class OnnxGraphTest {
    private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

    /** Runs a graph with one input {@code x} and the output {@code y}. */
    private static float[] run(OnnxGraph graph, String y, Values x) {
        graph.output("y", y, Dimension.named("N"), Dimension.named("any"));
        try (OrtGraph loaded = new OrtGraph(graph.bytes())) {
            return Objects.requireNonNull(loaded.run(Map.of("x", x)).get("y"));
        }
    }

    private static OnnxGraph graph(long... sizes) {
        OnnxGraph graph = new OnnxGraph("test");
        graph.input("x", Dimension.rows("N", sizes));
        return graph;
    }

    private static Values row(float... numbers) {
        return new Values(numbers, 1, numbers.length);
    }

    @Test
    void theFileSaysWhatItIs() throws Exception {
        OnnxGraph graph = graph(2);
        String y = graph.linear("x", Constant.of(new float[] {1.5f, -2}, 1, 2), Constant.of(new float[] {4}, 1));
        graph.output("y", y, Dimension.rows("N", 1));
        ModelProto model = ModelProto.parseFrom(graph.bytes());
        assertThat(model.getIrVersion()).isEqualTo(8);
        assertThat(model.getOpsetImportList()).hasSize(1);
        assertThat(model.getOpsetImport(0).getDomain()).isEmpty();
        assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
        assertThat(model.getGraph()
                        .getInput(0)
                        .getType()
                        .getTensorType()
                        .getShape()
                        .getDim(0)
                        .getDimParam())
                .isEqualTo("N");
        TensorProto weight = model.getGraph().getInitializer(0);
        assertThat(weight.getDimsList()).containsExactly(1L, 2L);
        ByteBuffer raw = weight.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new float[] {raw.getFloat(), raw.getFloat()}).containsExactly(1.5f, -2);
        try (OrtGraph loaded = new OrtGraph(graph.bytes())) {
            assertThat(loaded.inputs()).containsExactly("x");
            assertThat(loaded.outputs()).containsExactly("y");
            assertThat(loaded.run(Map.of("x", new Values(new float[] {1, 1, 0, 3}, 2, 2)))
                            .get("y"))
                    .containsExactly(3.5f, -2);
        }
    }

    @Test
    void whatIsNotThereOrTakenIsRefused() {
        OnnxGraph graph = graph(2);
        assertThatThrownBy(() -> graph.relu("z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Relu reads z, which the graph does not have");
        assertThatThrownBy(() -> graph.input("x", Dimension.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"x\"");
        assertThatThrownBy(() -> graph.output("x", "x", Dimension.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"x\"");
        assertThatThrownBy(() -> graph.input("", Dimension.of(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Constant.of(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 3]");
        assertThatThrownBy(() -> Dimension.of(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnfinishedGraphHasNoBytes() {
        OnnxGraph graph = graph(2);
        String y = graph.relu("x");
        assertThatThrownBy(graph::bytes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no output");
        graph.output("y", y, Dimension.rows("N", 2));
        graph.input("unread", Dimension.of(1));
        assertThatThrownBy(graph::bytes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[unread]");
    }

    @Test
    void aValueMayBeCalledLikeANode() {
        OnnxGraph graph = new OnnxGraph("test");
        graph.input("relu1", Dimension.rows("N", 2));
        graph.input("relu2", Dimension.rows("N", 2));
        String y = graph.add(graph.relu("relu1"), graph.relu("relu2"));
        graph.output("y", y, Dimension.rows("N", 2));
        try (OrtGraph loaded = new OrtGraph(graph.bytes())) {
            assertThat(loaded.run(Map.of("relu1", row(-1, 2), "relu2", row(3, -4)))
                            .get("y"))
                    .containsExactly(3, 2);
        }
    }

    @Test
    void functionsOfEachNumber() {
        OnnxGraph graph = graph(3);
        String y = graph.concat(
                1,
                graph.leakyRelu("x", 0.2),
                graph.neg("x"),
                graph.abs("x"),
                graph.sign("x"),
                graph.atLeast("x", 0.5),
                graph.log(graph.atLeast("x", 0.5)),
                graph.sigmoid("x"),
                graph.tanh("x"),
                graph.sub("x", graph.constant(Constant.scalar(1))),
                graph.mul("x", "x"),
                graph.div("x", graph.constant(Constant.scalar(4))));
        float half = (float) Math.log(0.5);
        assertThat(run(graph, y, row(-2, 0, 3)))
                .containsExactly(
                        new float[] {
                            -0.4f,
                            0,
                            3,
                            2,
                            0,
                            -3,
                            2,
                            0,
                            3,
                            -1,
                            0,
                            1,
                            0.5f,
                            0.5f,
                            3,
                            half,
                            half,
                            (float) Math.log(3),
                            (float) (1 / (1 + Math.exp(2))),
                            0.5f,
                            (float) (1 / (1 + Math.exp(-3))),
                            (float) Math.tanh(-2),
                            0,
                            (float) Math.tanh(3),
                            -3,
                            -1,
                            2,
                            4,
                            0,
                            9,
                            -0.5f,
                            0,
                            0.75f
                        },
                        ROUNDING);
    }

    @Test
    void aConvolutionStridesAndPads() {
        OnnxGraph graph = graph(1, 3, 3);
        // The pixel itself and ten times its right neighbour.
        Constant weight = Constant.of(new float[] {0, 0, 0, 0, 1, 10, 0, 0, 0}, 1, 1, 3, 3);
        String y = graph.flatten(graph.conv("x", weight, Constant.of(new float[] {0.5f}, 1), 3, 2, 1));
        Values x = new Values(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
        assertThat(run(graph, y, x)).containsExactly(21.5f, 3.5f, 87.5f, 9.5f);
    }

    @Test
    void pooling() {
        OnnxGraph graph = graph(1, 4, 4);
        String y = graph.concat(
                1,
                graph.flatten(graph.averagePool("x", 2)),
                graph.flatten(graph.maxPool("x", 3, 2, 1)),
                graph.mean("x"));
        float[] numbers = {-1, -2, -3, -4, 5, 6, 7, 8, 0, 0, 0, 0, 1, 2, 3, 4};
        assertThat(run(graph, y, new Values(numbers, 1, 1, 4, 4)))
                .containsExactly(new float[] {2, 2, 0.75f, 1.75f, 6, 8, 6, 8, 26 / 16f}, ROUNDING);
    }

    @Test
    void channelsBecomePixelsAsInLibtorch() {
        OnnxGraph graph = graph(8, 1, 1);
        String y = graph.flatten(graph.depthToSpace("x", 2));
        // The channels of one colour are its pixels, row by row.
        assertThat(run(graph, y, new Values(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 8, 1, 1)))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void shapesAndParts() {
        OnnxGraph graph = graph(2, 3);
        String turned = graph.transpose("x", 0, 2, 1);
        String y = graph.concat(
                1,
                graph.flatten(turned),
                graph.flatten(graph.slice("x", 2, 1, 3)),
                graph.flatten(graph.sorted("x", 2, 3)),
                graph.sum("x", 2, false),
                graph.flatten(graph.sum(graph.reshape("x", 0, 3, -1), 1, true)),
                graph.flatten(graph.matMul("x", turned)));
        assertThat(run(graph, y, new Values(new float[] {1, 5, 3, 2, 4, 6}, 1, 2, 3)))
                .containsExactly(
                        1, 2, 5, 4, 3, 6, // turned
                        5, 3, 4, 6, // the last two columns
                        5, 3, 1, 6, 4, 2, // sorted
                        9, 12, // sums of rows
                        8, 13, // sums of every second number
                        35, 40, 40, 56);
    }

    @Test
    void probabilities() {
        OnnxGraph graph = graph(2);
        float[] found = run(graph, graph.softmax("x", 1), row((float) Math.log(3), 0));
        assertThat(found).containsExactly(new float[] {0.75f, 0.25f}, ROUNDING);
    }

    /** Whatever the sizes, the result has the one asked for: a scale that is a rounding error too small loses a row. */
    @Test
    void scalesReachTheSizeAskedFor() {
        for (int from = 1; from <= 1024; from++) {
            for (int to = from; to <= 1024; to++) {
                float scale = OnnxGraph.scale(from, to);
                assertThat((int) (scale * from)).as("%d to %d", from, to).isEqualTo(to);
                assertThat((int) ((double) scale * from)).isEqualTo(to);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 4", "3, 5", "24, 41", "5, 49"})
    void resamplingIsBilinearBetweenCentresOfPixels(int from, int to) {
        float[] numbers = new float[from * from];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i * i % 17;
        }
        OnnxGraph graph = graph(1, from, from);
        float[] found =
                run(graph, graph.flatten(graph.resizeBilinear("x", from, to)), new Values(numbers, 1, 1, from, from));
        assertThat(found).hasSize(to * to);
        for (int i = 0; i < found.length; i++) {
            int y = i / to;
            double row = clamp((y + 0.5) * from / to - 0.5, from - 1);
            double column = clamp((i % to + 0.5) * from / to - 0.5, from - 1);
            int top = Math.min((int) row, from - 2);
            int left = Math.min((int) column, from - 2);
            double upper = between(numbers[top * from + left], numbers[top * from + left + 1], column - left);
            double lower =
                    between(numbers[(top + 1) * from + left], numbers[(top + 1) * from + left + 1], column - left);
            assertThat(found[i]).isCloseTo((float) between(upper, lower, row - top), Offset.offset(1e-4f));
        }
    }

    private static double clamp(double value, double most) {
        return Math.max(0, Math.min(value, most));
    }

    private static double between(double a, double b, double share) {
        return a + (b - a) * share;
    }
}
