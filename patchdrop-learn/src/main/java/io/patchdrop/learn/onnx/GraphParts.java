package io.patchdrop.learn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A graph under construction: inputs, constants, nodes and outputs, and which names there are. */
final class GraphParts {
    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    /** Names that stand for values. */
    private final Set<String> values = new HashSet<>();
    /** Inputs that no node has read so far. */
    private final Set<String> unread = new TreeSet<>();

    private int nodes;

    GraphParts(String name) {
        graph.setName(name);
    }

    void input(String name, Dimension... shape) {
        claim(name);
        unread.add(name);
        graph.addInput(typed(name, shape));
    }

    void output(String name, String value, Dimension... shape) {
        NodeProto.Builder node = node("Identity", name, List.of(value));
        claim(name);
        graph.addNode(node.addOutput(name));
        graph.addOutput(typed(name, shape));
    }

    String constant(String name, Constant constant) {
        claim(name);
        graph.addInitializer(constant.named(name));
        return name;
    }

    /** A name for the next node, and for what belongs to it: {@code conv3}. */
    String next(String operator) {
        String name;
        do {
            nodes++;
            name = operator.toLowerCase(Locale.ROOT) + nodes;
        } while (values.contains(name));
        return name;
    }

    /**
     * Adds a node.
     *
     * @param inputs names of values; an empty one stands for an input that is left out
     * @param outputs names of what it gives
     */
    void add(String operator, String name, List<String> inputs, List<String> outputs, List<AttributeProto> attributes) {
        NodeProto.Builder node = node(operator, name, inputs);
        outputs.forEach(this::claim);
        graph.addNode(node.addAllOutput(outputs).addAllAttribute(attributes));
    }

    private NodeProto.Builder node(String operator, String name, List<String> inputs) {
        for (String input : inputs) {
            if (!input.isEmpty() && !values.contains(input)) {
                throw new IllegalArgumentException(operator + " reads " + input + ", which the graph does not have");
            }
            unread.remove(input);
        }
        return NodeProto.newBuilder().setOpType(operator).setName(name).addAllInput(inputs);
    }

    private void claim(String name) {
        if (name.isEmpty() || !values.add(name)) {
            throw new IllegalArgumentException("the graph has a value called \"" + name + "\" already, or none may be");
        }
    }

    private static ValueInfoProto typed(String name, Dimension... shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (Dimension dimension : shape) {
            sizes.addDim(dimension.proto());
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(sizes)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    byte[] bytes() {
        if (graph.getOutputCount() == 0) {
            throw new IllegalStateException(graph.getName() + " has no output");
        }
        if (!unread.isEmpty()) {
            throw new IllegalStateException(graph.getName() + " does not read its inputs " + unread);
        }
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("patchdrop")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }
}
