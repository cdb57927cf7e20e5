package io.patchdrop.learn.nets;

import io.patchdrop.learn.onnx.Constant;
import io.patchdrop.learn.onnx.OnnxGraph;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Layers of libtorch as operators of a graph. */
final class GraphLayers {
    private GraphLayers() {}

    /** A tensor's present values, as float32. */
    static Constant constant(Tensor tensor) {
        return Torch.inScope(() -> {
            Tensor plain = tensor.detach().cpu().to(ScalarType.Float).contiguous();
            float[] values = new float[Math.toIntExact(plain.numel())];
            new FloatPointer(plain.data_ptr()).get(values);
            return Constant.of(values, plain.shape());
        });
    }

    /** A convolution that {@link ConvNorm#convolution} made. */
    static String convolution(OnnxGraph graph, String x, Conv2dImpl layer) {
        return Torch.inScope(() -> {
            int kernel = Math.toIntExact(layer.weight().size(2));
            int stride = Math.toIntExact(layer.options().stride().get());
            Constant bias = layer.options().bias().get() ? constant(layer.bias()) : null;
            return graph.conv(x, constant(layer.weight()), bias, kernel, stride, (kernel - 1) / 2);
        });
    }

    /** A linear layer with bias. */
    static String linear(OnnxGraph graph, String x, LinearImpl layer) {
        return Torch.inScope(() -> graph.linear(x, constant(layer.weight()), constant(layer.bias())));
    }

    /**
     * What libtorch's adaptive_avg_pool2d does, which ONNX has no operator for: cell i of a side is the mean over the pixels
     * from floor(i from / to) to ceil((i + 1) from / to). It is linear, row by row and column by column.
     *
     * @param from height and width of {@code x}
     * @param to height and width of the result
     */
    static String averagePool(OnnxGraph graph, String x, int from, int to) {
        if (from % to == 0) {
            return from == to ? x : graph.averagePool(x, from / to);
        }
        float[] rows = new float[to * from];
        float[] columns = new float[from * to];
        for (int cell = 0; cell < to; cell++) {
            int start = cell * from / to;
            int end = ((cell + 1) * from + to - 1) / to;
            for (int pixel = start; pixel < end; pixel++) {
                rows[cell * from + pixel] = 1f / (end - start);
                columns[pixel * to + cell] = 1f / (end - start);
            }
        }
        String narrow = graph.matMul(x, graph.constant(Constant.of(columns, from, to)));
        return graph.matMul(graph.constant(Constant.of(rows, to, from)), narrow);
    }
}
