package io.patchdrop.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.runtime.RuntimeOptions.GraphListener;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One ONNX graph of float tensors, all of which have as many rows as were asked for. It reads and writes the caller's
 * direct buffers, without copies; threads share it.
 */
final class Graph implements AutoCloseable {
    private final OrtEnvironment environment;
    private final String name;
    private final OrtSession session;
    private final List<Port> inputs;
    private final List<Port> outputs;
    private final GraphListener listener;

    /**
     * An input or output.
     *
     * @param name in the graph
     * @param row shape of one row, without the first dimension
     */
    record Port(String name, List<Long> row) {
        static Port of(String name, long... row) {
            return new Port(name, Arrays.stream(row).boxed().toList());
        }

        /** Numbers in a row. */
        int length() {
            return Math.toIntExact(row.stream().reduce(1L, Math::multiplyExact));
        }

        /** A direct buffer for so many rows, all 0. */
        FloatBuffer buffer(int rows) {
            int bytes = Math.multiplyExact(Math.multiplyExact(rows, length()), Float.BYTES);
            return ByteBuffer.allocateDirect(bytes)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }

        long[] shape(int rows) {
            long[] shape = new long[row.size() + 1];
            shape[0] = rows;
            for (int i = 0; i < row.size(); i++) {
                shape[i + 1] = row.get(i);
            }
            return shape;
        }

        /** Whether a declared shape allows this one for any number of rows; -1 stands for what is not declared. */
        boolean allowedBy(long[] declared) {
            if (declared.length != row.size() + 1 || declared[0] != -1) {
                return false;
            }
            for (int i = 0; i < row.size(); i++) {
                if (declared[i + 1] != -1 && declared[i + 1] != row.get(i)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return name + " [N" + row.stream().map(each -> ", " + each).collect(Collectors.joining()) + "]";
        }
    }

    private Graph(
            OrtEnvironment environment,
            String name,
            OrtSession session,
            List<Port> inputs,
            List<Port> outputs,
            GraphListener listener) {
        this.environment = environment;
        this.name = name;
        this.session = session;
        this.inputs = inputs;
        this.outputs = outputs;
        this.listener = listener;
    }

    /**
     * Loads a graph and checks that it has these inputs and outputs.
     *
     * @param name for messages
     * @param onnx the model
     * @throws InvalidInputException if the model cannot be used or has others
     */
    static Graph open(String name, byte[] onnx, List<Port> inputs, List<Port> outputs, RuntimeOptions options) {
        OrtEnvironment environment = OnnxRuntime.environment();
        OrtSession session;
        try (OrtSession.SessionOptions settings = OnnxRuntime.settings(options)) {
            session = environment.createSession(onnx, settings);
        } catch (OrtException e) {
            throw unusable(name, "ONNX Runtime refuses it: " + firstLine(e), e);
        }
        Graph graph = new Graph(environment, name, session, inputs, outputs, options.listener());
        return closedOnFailure(graph::checked, graph);
    }

    private Graph checked() {
        try {
            check("inputs", inputs, session.getInputInfo());
            check("outputs", outputs, session.getOutputInfo());
            return this;
        } catch (OrtException e) {
            throw unusable(name, firstLine(e), e);
        }
    }

    /** What is made of things that are closed again if it cannot be made. */
    static <T> T closedOnFailure(Supplier<T> making, AutoCloseable... parts) {
        boolean made = false;
        try {
            T result = making.get();
            made = true;
            return result;
        } finally {
            if (!made) {
                for (AutoCloseable part : parts) {
                    closeQuietly(part);
                }
            }
        }
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception ignored) {
            // The failure that led here is the one to report.
        }
    }

    private void check(String what, List<Port> expected, Map<String, NodeInfo> declared) {
        Set<String> names = expected.stream().map(Port::name).collect(Collectors.toCollection(TreeSet::new));
        if (!names.equals(declared.keySet())) {
            throw unusable(name, "its " + what + " are " + new TreeSet<>(declared.keySet()) + ", not " + names, null);
        }
        for (Port port : expected) {
            NodeInfo node = declared.get(port.name());
            if (node == null || !(node.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
                throw unusable(name, port.name() + " is not a tensor of float32", null);
            }
            if (!port.allowedBy(tensor.getShape())) {
                throw unusable(
                        name,
                        "by the manifest there is " + port + ", but the graph has "
                                + Arrays.toString(tensor.getShape()).replace("-1", "any"),
                        null);
            }
        }
    }

    /** The inputs, in their order. */
    List<Port> inputs() {
        return inputs;
    }

    /** The outputs, in their order. */
    List<Port> outputs() {
        return outputs;
    }

    /**
     * Runs it on buffers of zeros, to see that it does what it declares with more than one row.
     *
     * @return the first output's first row
     * @throws InvalidInputException if it does not
     */
    float[] probe() {
        int rows = 2;
        List<FloatBuffer> in = inputs.stream().map(port -> port.buffer(rows)).toList();
        List<FloatBuffer> out = outputs.stream().map(port -> port.buffer(rows)).toList();
        try {
            compute(0, rows, in, out);
        } catch (OrtException e) {
            throw unusable(name, "it does not give what the manifest says: " + firstLine(e), e);
        }
        float[] row = new float[outputs.get(0).length()];
        out.get(0).get(0, row);
        return row;
    }

    /** Runs it on the first rows; as {@link #run(int, int, List, List)}. */
    void run(int rows, List<FloatBuffer> in, List<FloatBuffer> out) {
        run(0, rows, in, out);
    }

    /**
     * Runs it on some rows.
     *
     * @param first the first of them
     * @param rows how many, at least 1
     * @param in for each input a direct buffer of all rows
     * @param out for each output a direct buffer of all rows; these rows of it are written
     */
    void run(int first, int rows, List<FloatBuffer> in, List<FloatBuffer> out) {
        long start = System.nanoTime();
        try {
            compute(first, rows, in, out);
        } catch (OrtException e) {
            throw new IllegalStateException(name + " could not be run on " + rows + " rows: " + firstLine(e), e);
        }
        listener.ran(name, rows, System.nanoTime() - start);
    }

    private void compute(int first, int rows, List<FloatBuffer> in, List<FloatBuffer> out) throws OrtException {
        List<OnnxTensor> open = new ArrayList<>();
        try {
            Map<String, OnnxTensor> fed = tensors(first, rows, inputs, in, open);
            Map<String, OnnxTensor> filled = tensors(first, rows, outputs, out, open);
            session.run(fed, filled).close();
        } finally {
            open.forEach(OnnxTensor::close);
        }
    }

    private Map<String, OnnxTensor> tensors(
            int first, int rows, List<Port> ports, List<FloatBuffer> buffers, List<OnnxTensor> open)
            throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            FloatBuffer rowsOnly = buffers.get(i).slice(first * port.length(), rows * port.length());
            OnnxTensor tensor = OnnxTensor.createTensor(environment, rowsOnly, port.shape(rows));
            open.add(tensor);
            tensors.put(port.name(), tensor);
        }
        return tensors;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(name + " could not be closed: " + firstLine(e), e);
        }
    }

    private static InvalidInputException unusable(String name, String problem, @Nullable Exception cause) {
        return new InvalidInputException(name + " cannot be used: " + problem, "export the bundle again", cause);
    }

    private static String firstLine(OrtException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
