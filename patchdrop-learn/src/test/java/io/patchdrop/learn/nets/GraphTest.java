package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.learn.data.SharedData;
import io.patchdrop.learn.onnx.Dimension;
import io.patchdrop.learn.onnx.OnnxGraph;
import io.patchdrop.learn.onnx.OrtGraph;
import io.patchdrop.learn.onnx.Values;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What tests of written nets share: real images, nets with statistics of their own, and what agreement means. */
abstract class GraphTest extends NativeTest {
    static final int IMAGES = 200;

    private static final Map<Integer, Values> PREPARED = new ConcurrentHashMap<>();

    /** {@value #IMAGES} real images, {@code [N, 3, size, size]}, normalised. */
    static Values realImages(int size) {
        return PREPARED.computeIfAbsent(size, key -> {
            byte[] pixels = SharedData.images(IMAGES, size);
            float[] planes = new float[pixels.length];
            int area = size * size;
            for (int i = 0; i < pixels.length; i++) {
                int image = i / (3 * area);
                int pixel = i / 3 % area;
                planes[(3 * image + i % 3) * area + pixel] = ((pixels[i] & 255) / 255f - 0.45f) / 0.25f;
            }
            return new Values(planes, IMAGES, 3, size, size);
        });
    }

    static Tensor tensor(Values values) {
        return AbstractTensor.create(values.numbers(), values.shape());
    }

    /** Statistics and factors of a trained net, and no tensor at zero, as last layers begin. In evaluation mode. */
    static <N extends OwnedModule> N disturbed(N net, long seed) {
        disturbNormalisation(net, seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (Tensor tensor : Weights.state(net).values()) {
            if (tensor.scalar_type().intern() == ScalarType.Float
                    && !tensor.any().item_bool()) {
                float[] drawn = new float[(int) tensor.numel()];
                for (int index = 0; index < drawn.length; index++) {
                    drawn[index] = (float) random.nextDouble(-0.2, 0.2);
                }
                new FloatPointer(tensor.data_ptr()).put(drawn);
            }
        }
        net.train(false);
        return net;
    }

    /** A graph with one input {@code x} of some shape and one output {@code y}. */
    static byte[] graph(Values x, Function<OnnxGraph, String> writer, Dimension... shape) {
        OnnxGraph graph = new OnnxGraph("test");
        long[] row = new long[x.shape().length - 1];
        System.arraycopy(x.shape(), 1, row, 0, row.length);
        graph.input("x", Dimension.rows("N", row));
        graph.output("y", writer.apply(graph), shape);
        return graph.bytes();
    }

    /** The output {@code y}. */
    static float[] run(OrtGraph graph, Values x) {
        return Objects.requireNonNull(graph.run(Map.of("x", x)).get("y"));
    }

    /**
     * Asserts that ONNX Runtime gives what libtorch gave, within 1e-4, and the same rows within 1e-5 whatever the
     * size of the batch.
     *
     * @param expected of all rows of {@code x}
     */
    static void assertAgrees(byte[] graph, Values x, Tensor expected) {
        try (OrtGraph loaded = new OrtGraph(graph)) {
            float[] whole = run(loaded, x);
            assertThat(values(expected)).as("the case is not trivial").satisfies(all -> assertThat(
                            Arrays.stream(all).distinct().count())
                    .isGreaterThan(IMAGES / 2));
            assertAgrees(whole, values(expected), 1e-4);
            for (int batch : new int[] {1, 7, 32}) {
                float[] part = run(loaded, x.rows(3, 3 + batch));
                int row = whole.length / (int) x.shape()[0];
                double[] same = new double[batch * row];
                for (int index = 0; index < same.length; index++) {
                    same[index] = whole[3 * row + index];
                }
                assertAgrees(part, same, 1e-5);
            }
        }
    }

    /** Asserts equality within an absolute tolerance. */
    static void assertAgrees(float[] found, double[] expected, double tolerance) {
        assertThat(found).hasSize(expected.length);
        double worst = 0;
        for (int index = 0; index < expected.length; index++) {
            assertThat(found[index]).isNotNaN();
            worst = Math.max(worst, Math.abs(expected[index] - found[index]));
        }
        assertThat(worst).isLessThanOrEqualTo(tolerance);
    }
}
