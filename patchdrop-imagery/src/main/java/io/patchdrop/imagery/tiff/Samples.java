package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.tiff.codec.SampleType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Samples of a window as they are stored, before any scaling.
 *
 * @param width pixels
 * @param height pixels
 * @param bands samples of a pixel
 * @param type of every sample; one of {@link SampleType#BIT} takes a byte
 * @param content {@code [height, width, bands]} samples, little-endian
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of samples, never compared
public record Samples(int width, int height, int bands, SampleType type, byte[] content) {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /**
     * A sample's value.
     *
     * @param index of the sample, {@code (y * width + x) * bands + band}
     */
    public double value(int index) {
        return switch (type) {
            case BIT, UINT8 -> content[index] & 0xff;
            case INT8 -> content[index];
            case UINT16 -> (short) SHORTS.get(content, 2 * index) & 0xffff;
            case INT16 -> (short) SHORTS.get(content, 2 * index);
            case UINT32 -> (int) INTS.get(content, 4 * index) & 0xffffffffL;
            case INT32 -> (int) INTS.get(content, 4 * index);
            case FLOAT32 -> (float) FLOATS.get(content, 4 * index);
            case FLOAT64 -> (double) DOUBLES.get(content, 8 * index);
        };
    }

    /**
     * A number as a sample: in whole numbers rounded, and the nearest that the type has.
     *
     * @param value not a number is 0 in whole numbers
     */
    static byte[] encode(double value, SampleType type) {
        byte[] sample = new byte[type.bytes()];
        switch (type) {
            case BIT -> sample[0] = (byte) whole(value, 0, 1);
            case UINT8 -> sample[0] = (byte) whole(value, 0, 255);
            case INT8 -> sample[0] = (byte) whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case UINT16 -> SHORTS.set(sample, 0, (short) whole(value, 0, 65535));
            case INT16 -> SHORTS.set(sample, 0, (short) whole(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT32 -> INTS.set(sample, 0, (int) whole(value, 0, 0xffffffffL));
            case INT32 -> INTS.set(sample, 0, (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case FLOAT32 -> FLOATS.set(sample, 0, (float) value);
            case FLOAT64 -> DOUBLES.set(sample, 0, value);
        }
        return sample;
    }

    private static long whole(double value, long least, long most) {
        return Math.max(least, Math.min(most, Math.round(value)));
    }

    @Override
    public String toString() {
        return "Samples[" + width + " x " + height + " x " + bands + ", " + type + "]";
    }
}
