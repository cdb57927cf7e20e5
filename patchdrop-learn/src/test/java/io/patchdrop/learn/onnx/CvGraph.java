package io.patchdrop.learn.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.StringVector;
import org.bytedeco.opencv.opencv_dnn.Net;

/** A graph in OpenCV's DNN module, which reads and computes ONNX by itself. */
public final class CvGraph {
    private final byte[] graph;

    public CvGraph(byte[] graph) {
        this.graph = graph;
    }

    /** The outputs asked for by name, row-major. */
    @SuppressWarnings("try") // The scope works by being open.
    public Map<String, float[]> run(Map<String, Values> inputs, List<String> outputs) {
        opencv_core.setNumThreads(1);
        try (PointerScope scope = new PointerScope()) {
            Net net = opencv_dnn.readNetFromONNX(graph);
            inputs.forEach((name, values) -> net.setInput(mat(values), name, 1, new Scalar(0, 0, 0, 0)));
            MatVector results = new MatVector();
            net.forward(results, new StringVector(outputs.toArray(String[]::new)));
            Map<String, float[]> found = new HashMap<>();
            for (int index = 0; index < outputs.size(); index++) {
                Mat result = results.get(index);
                float[] numbers = new float[Math.toIntExact(result.total())];
                new FloatPointer(result.data()).get(numbers);
                found.put(outputs.get(index), numbers);
            }
            return found;
        }
    }

    private static Mat mat(Values values) {
        int[] sizes = new int[values.shape().length];
        for (int index = 0; index < sizes.length; index++) {
            sizes[index] = Math.toIntExact(values.shape()[index]);
        }
        Mat mat = new Mat(sizes, opencv_core.CV_32F);
        new FloatPointer(mat.data()).put(values.numbers());
        return mat;
    }
}
