package io.patchdrop.learn.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Numbers that are part of a graph: weights, or what an operator is told as an input. */
public final class Constant {
    private final TensorProto tensor;

    private Constant(TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        TensorProto.Builder builder = TensorProto.newBuilder().setDataType(type.getNumber());
        for (long size : shape) {
            builder.addDims(size);
        }
        tensor = builder.setRawData(ByteString.copyFrom(bytes)).build();
    }

    /**
     * Numbers in row-major order.
     *
     * @throws IllegalArgumentException if the shape has another number of entries
     */
    public static Constant of(float[] values, long... shape) {
        long entries = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (entries != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values do not have the shape " + Arrays.toString(shape));
        }
        ByteBuffer bytes = littleEndian(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        return new Constant(TensorProto.DataType.FLOAT, bytes, shape);
    }

    /** One number, of no dimension. */
    public static Constant scalar(double value) {
        return of(new float[] {(float) value});
    }

    /** Whole numbers in a row. */
    static Constant integers(long... values) {
        ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return new Constant(TensorProto.DataType.INT64, bytes, values.length);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    TensorProto named(String name) {
        return tensor.toBuilder().setName(name).build();
    }
}
