package io.patchdrop.learn.safetensors;

import java.util.List;

/**
 * What the header says of one tensor.
 *
 * @param type type of the elements
 * @param shape sizes of the dimensions, each 0 or more; empty for a scalar
 * @param begin first byte, counted from the start of the data
 * @param end the byte after the last one; {@code end - begin} always fits type and shape
 */
public record TensorInfo(DataType type, List<Long> shape, long begin, long end) {

    /** Bytes of data. */
    public long bytes() {
        return end - begin;
    }

    /** The shape in the form that libtorch takes. */
    public long[] sizes() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
