package io.patchdrop.imagery;

import java.util.Arrays;

/**
 * Resizes RGB images with weights that are exact fractions, in integer arithmetic, so that the result is the same
 * on every machine: the mean over the covered area when shrinking, bilinear interpolation between pixel centres when
 * enlarging, chosen for each axis. Each value is rounded once, half up.
 */
public final class Resampling {
    private static final int CHANNELS = 3;

    private Resampling() {}

    /**
     * Resizes a square.
     *
     * @param source {@code [from, from, 3]} bytes
     * @param from side of the source in pixels, 1 to 20000
     * @param to side of the result in pixels, positive
     * @return {@code [to, to, 3]} bytes
     */
    public static byte[] resize(byte[] source, int from, int to) {
        return resize(source, from, from, to);
    }

    /**
     * Resizes a rectangle to a square, its axes by factors of their own.
     *
     * @param source {@code [height, width, 3]} bytes
     * @param width of the source in pixels, 1 to 20000
     * @param height of the source in pixels, 1 to 20000
     * @param to side of the result in pixels, positive
     * @return {@code [to, to, 3]} bytes
     */
    public static byte[] resize(byte[] source, int width, int height, int to) {
        return resize(source, width, height, to, to);
    }

    /**
     * Resizes a rectangle to another one.
     *
     * @param source {@code [height, width, 3]} bytes
     * @param width of the source in pixels, 1 to 20000
     * @param height of the source in pixels, 1 to 20000
     * @param toWidth of the result in pixels, positive
     * @param toHeight of the result in pixels, positive
     * @return {@code [toHeight, toWidth, 3]} bytes
     */
    public static byte[] resize(byte[] source, int width, int height, int toWidth, int toHeight) {
        Weights columns = weights(width, toWidth);
        Weights rows = weights(height, toHeight);
        long total = (long) columns.total() * rows.total();
        return weighRows(weighColumns(source, width, height, toWidth, columns), toWidth, toHeight, rows, total);
    }

    private static Weights weights(int from, int to) {
        return to < from ? areaWeights(from, to) : bilinearWeights(from, to);
    }

    /**
     * What one axis of the result takes from the source: result pixel j is the sum of {@code of[j][k] * source[first[j]
     * + k]}, divided by {@code total}.
     */
    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record Weights(int[] first, int[][] of, int total) {}

    /** In units of 1 / to, source pixel i covers [i to, (i + 1) to) and result pixel j covers [j from, (j + 1) from). */
    private static Weights areaWeights(int from, int to) {
        int[] first = new int[to];
        int[][] of = new int[to][];
        for (int j = 0; j < to; j++) {
            long start = (long) j * from;
            long end = start + from;
            first[j] = (int) (start / to);
            int last = (int) ((end - 1) / to);
            of[j] = new int[last - first[j] + 1];
            for (int i = first[j]; i <= last; i++) {
                long overlap = Math.min(end, (i + 1L) * to) - Math.max(start, (long) i * to);
                of[j][i - first[j]] = (int) overlap;
            }
        }
        return new Weights(first, of, from);
    }

    /** The centre of result pixel j lies at (j + 1/2) from / to - 1/2 = ((2 j + 1) from - to) / (2 to) in the source. */
    private static Weights bilinearWeights(int from, int to) {
        int[] first = new int[to];
        int[][] of = new int[to][];
        int total = 2 * to;
        for (int j = 0; j < to; j++) {
            long position = (2L * j + 1) * from - to;
            int left = (int) Math.floorDiv(position, (long) total);
            int toRight = (int) Math.floorMod(position, (long) total);
            if (left < 0 || left + 1 >= from) {
                first[j] = left < 0 ? 0 : from - 1;
                of[j] = new int[] {total};
            } else {
                first[j] = left;
                of[j] = new int[] {total - toRight, toRight};
            }
        }
        return new Weights(first, of, total);
    }

    /** From {@code [height, width, 3]} to sums {@code [height, to, 3]}, still to be divided by the total weight. */
    private static int[] weighColumns(byte[] source, int width, int height, int to, Weights weights) {
        int[] sums = new int[height * to * CHANNELS];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < to; x++) {
                int[] of = weights.of()[x];
                int position = (y * width + weights.first()[x]) * CHANNELS;
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int weight : of) {
                    red += weight * (source[position] & 0xff);
                    green += weight * (source[position + 1] & 0xff);
                    blue += weight * (source[position + 2] & 0xff);
                    position += CHANNELS;
                }
                int target = (y * to + x) * CHANNELS;
                sums[target] = red;
                sums[target + 1] = green;
                sums[target + 2] = blue;
            }
        }
        return sums;
    }

    /** From sums {@code [height, width, 3]} to bytes {@code [to, width, 3]}, divided by the total weight of both axes. */
    private static byte[] weighRows(int[] columnSums, int width, int to, Weights weights, long total) {
        int rowLength = width * CHANNELS;
        byte[] target = new byte[to * rowLength];
        long[] sums = new long[rowLength];
        for (int y = 0; y < to; y++) {
            Arrays.fill(sums, total / 2);
            int[] of = weights.of()[y];
            for (int k = 0; k < of.length; k++) {
                int row = (weights.first()[y] + k) * rowLength;
                for (int i = 0; i < rowLength; i++) {
                    sums[i] += (long) of[k] * columnSums[row + i];
                }
            }
            for (int i = 0; i < rowLength; i++) {
                target[y * rowLength + i] = (byte) (sums[i] / total);
            }
        }
        return target;
    }
}
