package io.patchdrop.learn.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A graph in ONNX Runtime, on one thread. */
public final class OrtGraph implements AutoCloseable {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private final OrtSession session;

    public OrtGraph(byte[] graph) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = ENVIRONMENT.createSession(graph, options);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    public Set<String> inputs() {
        return session.getInputNames();
    }

    public Set<String> outputs() {
        return session.getOutputNames();
    }

    /** The outputs by name, row-major. */
    public Map<String, float[]> run(Map<String, Values> inputs) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, Values> input : inputs.entrySet()) {
                Values values = input.getValue();
                tensors.put(
                        input.getKey(),
                        OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(values.numbers()), values.shape()));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                Map<String, float[]> outputs = new HashMap<>();
                for (String name : session.getOutputNames()) {
                    FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
                    float[] numbers = new float[buffer.remaining()];
                    buffer.get(numbers);
                    outputs.put(name, numbers);
                }
                return outputs;
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
