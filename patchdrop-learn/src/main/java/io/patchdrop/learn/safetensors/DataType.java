package io.patchdrop.learn.safetensors;

/** The element types that are read and written; the names are those of the format's {@code dtype}. */
public enum DataType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U8(1),
    BOOL(1);

    private final int width;

    DataType(int width) {
        this.width = width;
    }

    /** Bytes of one element. */
    public int width() {
        return width;
    }

    /**
     * Bytes of a tensor of this type.
     *
     * @param shape sizes of the dimensions, each 0 or more; empty for a scalar
     * @throws ArithmeticException if the number does not fit a {@code long}
     * @throws IllegalArgumentException if a size is negative
     */
    public long bytes(long... shape) {
        long bytes = width;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("negative size " + size);
            }
            bytes = Math.multiplyExact(bytes, size);
        }
        return bytes;
    }
}
