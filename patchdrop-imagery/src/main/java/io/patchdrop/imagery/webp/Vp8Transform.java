package io.patchdrop.imagery.webp;

/** VP8's transforms back from coefficients (RFC 6386, chapter 14), in integers. */
final class Vp8Transform {
    /** The square root of 2 times the cosine of pi / 8, less 1, in 65536ths. */
    private static final int COSINE = 20091;

    /** The square root of 2 times the sine of pi / 8, in 65536ths. */
    private static final int SINE = 35468;

    private Vp8Transform() {}

    /**
     * Makes the first coefficients of 16 blocks of the block of means (a Walsh-Hadamard transform).
     *
     * @param means {@code [4, 4]}
     * @param blocks {@code [16, 16]} or more; the first value of each is set
     */
    static void spreadMeans(int[] means, int[] blocks) {
        int[] columns = new int[16];
        for (int x = 0; x < 4; x++) {
            int outer = means[x] + means[12 + x];
            int inner = means[4 + x] + means[8 + x];
            int innerDifference = means[4 + x] - means[8 + x];
            int outerDifference = means[x] - means[12 + x];
            columns[x] = outer + inner;
            columns[4 + x] = outerDifference + innerDifference;
            columns[8 + x] = outer - inner;
            columns[12 + x] = outerDifference - innerDifference;
        }
        for (int y = 0; y < 4; y++) {
            int row = 4 * y;
            int outer = columns[row] + columns[row + 3];
            int inner = columns[row + 1] + columns[row + 2];
            int innerDifference = columns[row + 1] - columns[row + 2];
            int outerDifference = columns[row] - columns[row + 3];
            blocks[row * 16] = (outer + inner + 3) >> 3;
            blocks[(row + 1) * 16] = (outerDifference + innerDifference + 3) >> 3;
            blocks[(row + 2) * 16] = (outer - inner + 3) >> 3;
            blocks[(row + 3) * 16] = (outerDifference - innerDifference + 3) >> 3;
        }
    }

    /**
     * Adds what a block's coefficients stand for (a discrete cosine transform) to what was predicted.
     *
     * @param values coefficients, {@code [4, 4]} from a place on
     * @param plane the block at (x, y) of it is changed
     */
    static void add(int[] values, int start, Plane plane, int x, int y) {
        if (isZero(values, start)) {
            return;
        }
        int[] columns = new int[16];
        for (int i = 0; i < 4; i++) {
            int even = values[start + i] + values[start + 8 + i];
            int odd = values[start + i] - values[start + 8 + i];
            int second = values[start + 4 + i];
            int last = values[start + 12 + i];
            int difference = sine(second) - cosine(last);
            int sum = cosine(second) + sine(last);
            columns[i] = even + sum;
            columns[4 + i] = odd + difference;
            columns[8 + i] = odd - difference;
            columns[12 + i] = even - sum;
        }
        for (int i = 0; i < 4; i++) {
            int row = 4 * i;
            int even = columns[row] + 4 + columns[row + 2];
            int odd = columns[row] + 4 - columns[row + 2];
            int difference = sine(columns[row + 1]) - cosine(columns[row + 3]);
            int sum = cosine(columns[row + 1]) + sine(columns[row + 3]);
            int at = plane.index(x, y + i);
            plane.add(at, (even + sum) >> 3);
            plane.add(at + 1, (odd + difference) >> 3);
            plane.add(at + 2, (odd - difference) >> 3);
            plane.add(at + 3, (even - sum) >> 3);
        }
    }

    private static boolean isZero(int[] values, int start) {
        for (int i = start; i < start + 16; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int cosine(int value) {
        return ((value * COSINE) >> 16) + value;
    }

    private static int sine(int value) {
        return (value * SINE) >> 16;
    }
}
