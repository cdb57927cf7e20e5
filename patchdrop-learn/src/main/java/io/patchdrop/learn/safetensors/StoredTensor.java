package io.patchdrop.learn.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor's elements as they lie in a file.
 *
 * @param type type of the elements
 * @param shape sizes of the dimensions, each 0 or more; empty for a scalar
 * @param data the elements in row-major order, little-endian, from position 0 to the limit; read-only
 */
public record StoredTensor(DataType type, List<Long> shape, ByteBuffer data) {

    /** @throws IllegalArgumentException if the remaining bytes of {@code data} are not what type and shape ask for */
    public StoredTensor {
        shape = List.copyOf(shape);
        data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long expected = type.bytes(sizes(shape));
        if (data.remaining() != expected) {
            throw new IllegalArgumentException(
                    type + " " + shape + " takes " + expected + " bytes, not " + data.remaining());
        }
    }

    /** An F32 tensor. */
    public static StoredTensor of(float[] values, long... shape) {
        ByteBuffer data = little(Float.BYTES * values.length);
        data.asFloatBuffer().put(values);
        return new StoredTensor(DataType.F32, boxed(shape), data);
    }

    /** An F64 tensor. */
    public static StoredTensor of(double[] values, long... shape) {
        ByteBuffer data = little(Double.BYTES * values.length);
        data.asDoubleBuffer().put(values);
        return new StoredTensor(DataType.F64, boxed(shape), data);
    }

    /** An I64 tensor. */
    public static StoredTensor of(long[] values, long... shape) {
        ByteBuffer data = little(Long.BYTES * values.length);
        data.asLongBuffer().put(values);
        return new StoredTensor(DataType.I64, boxed(shape), data);
    }

    /** A U8 tensor. */
    public static StoredTensor of(byte[] values, long... shape) {
        return new StoredTensor(DataType.U8, boxed(shape), ByteBuffer.wrap(values.clone()));
    }

    /**
     * The elements of an F32 tensor.
     *
     * @throws IllegalStateException if the type is another
     */
    public float[] floats() {
        require(DataType.F32);
        float[] values = new float[data.limit() / Float.BYTES];
        view().asFloatBuffer().get(values);
        return values;
    }

    /**
     * The elements of an I64 tensor.
     *
     * @throws IllegalStateException if the type is another
     */
    public long[] longs() {
        require(DataType.I64);
        long[] values = new long[data.limit() / Long.BYTES];
        view().asLongBuffer().get(values);
        return values;
    }

    /** The raw bytes of the data, whatever the type. */
    public byte[] bytes() {
        byte[] bytes = new byte[data.limit()];
        view().get(bytes);
        return bytes;
    }

    /** A view of its own position, so that readers do not disturb each other. */
    ByteBuffer view() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind();
    }

    private void require(DataType wanted) {
        if (type != wanted) {
            throw new IllegalStateException("the tensor holds " + type + ", not " + wanted);
        }
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Long> boxed(long... shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    private static long[] sizes(List<Long> shape) {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
