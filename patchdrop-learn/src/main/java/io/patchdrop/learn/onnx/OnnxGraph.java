package io.patchdrop.learn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph in the ONNX format that grows operator by operator. Each method adds one operator and gives the name of what it
 * computes, to be handed to the next. Values that do not exist, and names that are taken, are refused with an
 * {@link IllegalArgumentException}. What an operator does exactly is told in the operator reference of ONNX, opset 17.
 */
public final class OnnxGraph {
    private final GraphParts parts;

    /** @param name of the graph, for people */
    public OnnxGraph(String name) {
        parts = new GraphParts(name);
    }

    /** Declares an input of float32 numbers and gives its name. */
    public String input(String name, Dimension... shape) {
        parts.input(name, shape);
        return name;
    }

    /** Declares a value as an output. */
    public void output(String name, String value, Dimension... shape) {
        parts.output(name, value, shape);
    }

    /** A constant as a value. */
    public String constant(Constant constant) {
        return parts.constant(parts.next("constant"), constant);
    }

    /**
     * The graph as the bytes of a file.
     *
     * @throws IllegalStateException if it has no output, or an input that nothing reads
     */
    public byte[] bytes() {
        return parts.bytes();
    }

    /**
     * A square convolution; {@code [N, inputs, H, W]} to {@code [N, outputs, H', W']}.
     *
     * @param weight {@code [outputs, inputs, kernel, kernel]}
     * @param bias {@code [outputs]}, or null
     * @param padding zeros on each side
     */
    public String conv(String x, Constant weight, @Nullable Constant bias, int kernel, int stride, int padding) {
        String name = parts.next("Conv");
        List<String> inputs = new ArrayList<>(List.of(x, parts.constant(name + ".weight", weight)));
        if (bias != null) {
            inputs.add(parts.constant(name + ".bias", bias));
        }
        return add("Conv", name, inputs, window(kernel, stride, padding));
    }

    /**
     * A linear layer; {@code [N, inputs]} to {@code [N, outputs]}.
     *
     * @param weight {@code [outputs, inputs]}
     * @param bias {@code [outputs]}
     */
    public String linear(String x, Constant weight, Constant bias) {
        String name = parts.next("Gemm");
        List<String> inputs =
                List.of(x, parts.constant(name + ".weight", weight), parts.constant(name + ".bias", bias));
        return add("Gemm", name, inputs, List.of(Attribute.of("transB", 1)));
    }

    /** The matrix product, over the last two dimensions. */
    public String matMul(String a, String b) {
        return add("MatMul", List.of(a, b));
    }

    /** The greater of each number and 0. */
    public String relu(String x) {
        return add("Relu", List.of(x));
    }

    /** Negative numbers times {@code leak}, others as they are. */
    public String leakyRelu(String x, double leak) {
        return add("LeakyRelu", List.of(x), Attribute.of("alpha", (float) leak));
    }

    /** 1 / (1 + exp(-x)). */
    public String sigmoid(String x) {
        return add("Sigmoid", List.of(x));
    }

    /** The hyperbolic tangent. */
    public String tanh(String x) {
        return add("Tanh", List.of(x));
    }

    /** The natural logarithm. */
    public String log(String x) {
        return add("Log", List.of(x));
    }

    /** The number with the other sign. */
    public String neg(String x) {
        return add("Neg", List.of(x));
    }

    /** The number without its sign. */
    public String abs(String x) {
        return add("Abs", List.of(x));
    }

    /** -1, 0 or 1. */
    public String sign(String x) {
        return add("Sign", List.of(x));
    }

    /** a + b, broadcast. */
    public String add(String a, String b) {
        return add("Add", List.of(a, b));
    }

    /** a - b, broadcast. */
    public String sub(String a, String b) {
        return add("Sub", List.of(a, b));
    }

    /** a * b, broadcast. */
    public String mul(String a, String b) {
        return add("Mul", List.of(a, b));
    }

    /** a / b, broadcast. */
    public String div(String a, String b) {
        return add("Div", List.of(a, b));
    }

    /** Numbers below {@code least} become that. */
    public String atLeast(String x, double least) {
        String name = parts.next("Clip");
        return add("Clip", name, List.of(x, parts.constant(name + ".min", Constant.scalar(least))), List.of());
    }

    /** The mean of each map, as numbers: {@code [N, C, H, W]} to {@code [N, C]}. */
    public String mean(String x) {
        return add("ReduceMean", List.of(x), Attribute.of("axes", new long[] {2, 3}), Attribute.of("keepdims", 0));
    }

    /** Means over squares of {@code side} pixels, side by side; what is left at the edge goes. */
    public String averagePool(String x, int side) {
        return add("AveragePool", parts.next("AveragePool"), List.of(x), window(side, side, 0));
    }

    /** Maxima over squares; what lies outside the map does not count. */
    public String maxPool(String x, int kernel, int stride, int padding) {
        return add("MaxPool", parts.next("MaxPool"), List.of(x), window(kernel, stride, padding));
    }

    /**
     * Bilinear resampling of square maps, corners not aligned: pixel i of the result lies at (i + 0.5) from / to - 0.5.
     *
     * @param from height and width of {@code x}
     * @param to height and width of the result
     */
    public String resizeBilinear(String x, int from, int to) {
        String name = parts.next("Resize");
        float scale = scale(from, to);
        Constant scales = Constant.of(new float[] {1, 1, scale, scale}, 4);
        return add(
                "Resize",
                name,
                List.of(x, "", parts.constant(name + ".scales", scales)),
                List.of(Attribute.of("mode", "linear"), Attribute.of("coordinate_transformation_mode", "half_pixel")));
    }

    /** Each pixel of a map {@code times} times in a row and a column. */
    public String repeatPixels(String x, int times) {
        String name = parts.next("Resize");
        Constant scales = Constant.of(new float[] {1, 1, times, times}, 4);
        return add(
                "Resize",
                name,
                List.of(x, "", parts.constant(name + ".scales", scales)),
                List.of(
                        Attribute.of("mode", "nearest"),
                        Attribute.of("coordinate_transformation_mode", "asymmetric"),
                        Attribute.of("nearest_mode", "floor")));
    }

    /**
     * The result's size is from * scale rounded down, in floats in one runtime and in doubles in another: the scale must not
     * be a little less than to / from.
     */
    static float scale(int from, int to) {
        float scale = (float) to / from;
        while ((double) from * scale < to) {
            scale = Math.nextUp(scale);
        }
        return scale;
    }

    /**
     * Another shape of the same numbers.
     *
     * @param shape 0 keeps a dimension's size, -1 takes what is left
     */
    public String reshape(String x, long... shape) {
        String name = parts.next("Reshape");
        String sizes = parts.constant(name + ".shape", Constant.integers(shape));
        return add("Reshape", name, List.of(x, sizes), List.of());
    }

    /** All dimensions but the first become one. */
    public String flatten(String x) {
        return add("Flatten", List.of(x), Attribute.of("axis", 1));
    }

    /** Dimensions in another order. */
    public String transpose(String x, long... order) {
        return add("Transpose", List.of(x), Attribute.of("perm", order));
    }

    /** Values one behind the other along a dimension. */
    public String concat(int axis, String... values) {
        return add("Concat", List.of(values), Attribute.of("axis", axis));
    }

    /** Entries {@code start} to {@code end - 1} along a dimension. */
    public String slice(String x, int axis, long start, long end) {
        String name = parts.next("Slice");
        List<String> inputs = List.of(
                x,
                parts.constant(name + ".starts", Constant.integers(start)),
                parts.constant(name + ".ends", Constant.integers(end)),
                parts.constant(name + ".axes", Constant.integers(axis)));
        return add("Slice", name, inputs, List.of());
    }

    /** Probabilities along a dimension. */
    public String softmax(String x, int axis) {
        return add("Softmax", List.of(x), Attribute.of("axis", axis));
    }

    /** The sum along a dimension, which keeps one entry if {@code keep}, and goes otherwise. */
    public String sum(String x, int axis, boolean keep) {
        String name = parts.next("ReduceSum");
        List<String> inputs = List.of(x, parts.constant(name + ".axes", Constant.integers(axis)));
        return add("ReduceSum", name, inputs, List.of(Attribute.of("keepdims", keep ? 1 : 0)));
    }

    /**
     * The numbers along a dimension, falling.
     *
     * @param size of the dimension
     */
    public String sorted(String x, int axis, long size) {
        if (size == 1) {
            return x;
        }
        // OpenCV, though not ONNX, wants TopK to leave at least one out.
        return concat(axis, largest(x, axis, size - 1), least(x, axis));
    }

    /** The least number along a dimension, which keeps one entry. */
    private String least(String x, int axis) {
        return add("ReduceMin", List.of(x), Attribute.of("axes", new long[] {axis}), Attribute.of("keepdims", 1));
    }

    /** The {@code count} largest numbers along a dimension, falling. */
    private String largest(String x, int axis, long count) {
        String name = parts.next("TopK");
        List<String> inputs = List.of(x, parts.constant(name + ".k", Constant.integers(count)));
        List<AttributeProto> attributes =
                List.of(Attribute.of("axis", axis), Attribute.of("largest", 1), Attribute.of("sorted", 1));
        // Where they stood is an output that must have a name, though nothing reads it.
        parts.add("TopK", name, inputs, List.of(name, name + ".indices"), attributes);
        return name;
    }

    /**
     * Channels become pixels (Shi et al., CVPR 2016): {@code [N, C b^2, H, W]} to {@code [N, C, b H, b W]}, the order of
     * channels that of libtorch's pixel_shuffle.
     */
    public String depthToSpace(String x, int block) {
        return add("DepthToSpace", List.of(x), Attribute.of("blocksize", block), Attribute.of("mode", "CRD"));
    }

    private static List<AttributeProto> window(long kernel, long stride, long padding) {
        return List.of(
                Attribute.of("kernel_shape", new long[] {kernel, kernel}),
                Attribute.of("pads", new long[] {padding, padding, padding, padding}),
                Attribute.of("strides", new long[] {stride, stride}));
    }

    private String add(String operator, List<String> inputs, AttributeProto... attributes) {
        return add(operator, parts.next(operator), inputs, List.of(attributes));
    }

    private String add(String operator, String name, List<String> inputs, List<AttributeProto> attributes) {
        parts.add(operator, name, inputs, List.of(name), attributes);
        return name;
    }
}
