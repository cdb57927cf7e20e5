package io.patchdrop.learn.onnx;

import java.util.Arrays;

/** Numbers in row-major order and their shape. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Values(float[] numbers, long... shape) {
    /** Some of the rows. */
    public Values rows(int from, int to) {
        int row = numbers.length / (int) shape[0];
        long[] part = shape.clone();
        part[0] = (long) to - from;
        return new Values(Arrays.copyOfRange(numbers, from * row, to * row), part);
    }
}
