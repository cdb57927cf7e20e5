package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What was done to the samples of a row before they were compressed: their differences compress better. */
enum Predictor {
    NONE,
    /** A sample is stored as its difference to that of the pixel on its left (TIFF revision 6.0, section 14). */
    HORIZONTAL,
    /**
     * A row is stored as all first bytes of its samples, the most significant ones, then all second ones and so on, and of
     * these bytes the differences (Adobe Photoshop TIFF technical note 3).
     */
    FLOATING_POINT;

    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);

    private static VarHandle view(Class<?> arrays) {
        return MethodHandles.byteArrayViewVarHandle(arrays, ByteOrder.LITTLE_ENDIAN);
    }

    /** @throws UnusableImageException if there is no such predictor, or not for such samples */
    static Predictor of(TileFormat format) throws UnusableImageException {
        SampleType type = format.type();
        switch (format.predictor()) {
            case 1 -> {
                return NONE;
            }
            case 2 -> {
                if (type != SampleType.BIT) {
                    return HORIZONTAL;
                }
            }
            case 3 -> {
                if (type.isFloatingPoint()) {
                    return FLOATING_POINT;
                }
            }
            default -> throw new UnusableImageException("its predictor " + format.predictor() + " is not 1, 2 or 3");
        }
        throw new UnusableImageException(
                "its predictor " + format.predictor() + " is not supported for samples of type " + type);
    }

    /**
     * Undoes {@link #HORIZONTAL}, in place.
     *
     * @param samples little-endian, whole rows
     */
    static void addHorizontally(byte[] samples, TileFormat format) {
        int size = format.type().bytes();
        int pixel = format.samples() * size;
        int row = format.width() * pixel;
        for (int start = 0; start < samples.length; start += row) {
            int end = start + row;
            switch (size) {
                case 1 -> addBytes(samples, start + pixel, end, pixel);
                case 2 -> addShorts(samples, start + pixel, end, pixel);
                case 4 -> addInts(samples, start + pixel, end, pixel);
                default -> addLongs(samples, start + pixel, end, pixel);
            }
        }
    }

    private static void addBytes(byte[] samples, int from, int end, int pixel) {
        for (int i = from; i < end; i++) {
            samples[i] += samples[i - pixel];
        }
    }

    private static void addShorts(byte[] samples, int from, int end, int pixel) {
        for (int i = from; i < end; i += Short.BYTES) {
            SHORTS.set(samples, i, (short) ((short) SHORTS.get(samples, i) + (short) SHORTS.get(samples, i - pixel)));
        }
    }

    private static void addInts(byte[] samples, int from, int end, int pixel) {
        for (int i = from; i < end; i += Integer.BYTES) {
            INTS.set(samples, i, (int) INTS.get(samples, i) + (int) INTS.get(samples, i - pixel));
        }
    }

    private static void addLongs(byte[] samples, int from, int end, int pixel) {
        for (int i = from; i < end; i += Long.BYTES) {
            LONGS.set(samples, i, (long) LONGS.get(samples, i) + (long) LONGS.get(samples, i - pixel));
        }
    }

    /**
     * Undoes {@link #FLOATING_POINT}, in place.
     *
     * @param rows whole rows as they were stored; becomes little-endian samples
     */
    static void assembleFloats(byte[] rows, TileFormat format) {
        int size = format.type().bytes();
        int perRow = format.width() * format.samples();
        for (int start = 0; start < rows.length; start += perRow * size) {
            addBytes(rows, start + format.samples(), start + perRow * size, format.samples());
            byte[] planes = Arrays.copyOfRange(rows, start, start + perRow * size);
            for (int i = 0; i < perRow; i++) {
                for (int plane = 0; plane < size; plane++) {
                    rows[start + i * size + size - 1 - plane] = planes[plane * perRow + i];
                }
            }
        }
    }
}
