package io.patchdrop.imagery.webp;

/** Blocks as their neighbours above and on the left suggest them (RFC 6386, chapter 12). */
final class Vp8Prediction {
    /** The modes of whole macroblocks, as subblocks beside them see them. */
    static final int MEAN = 0;

    static final int TRUE_MOTION = 1;
    static final int VERTICAL = 2;
    static final int HORIZONTAL = 3;

    /** In {@link #DIRECTIONS}: the mean of two neighbours and not of three. */
    private static final int TWO = 16;

    /**
     * The modes of subblocks from 2 on, {@code [8, 16]}: vertical, horizontal, left-down, right-down, vertical-right,
     * vertical-left, horizontal-down, horizontal-up. A sample is the weighted mean of three of the edge's samples around the
     * one that is given, or of the two from the given one on. The edge, from 0 on: the lowest one on the left, again, the
     * other three up to the highest, the corner, eight above, the last one again.
     */
    private static final int[][] DIRECTIONS = {
        {6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9},
        {4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1},
        {7, 8, 9, 10, 8, 9, 10, 11, 9, 10, 11, 12, 10, 11, 12, 13},
        {5, 6, 7, 8, 4, 5, 6, 7, 3, 4, 5, 6, 2, 3, 4, 5},
        {TWO + 5, TWO + 6, TWO + 7, TWO + 8, 5, 6, 7, 8, 4, TWO + 5, TWO + 6, TWO + 7, 3, 5, 6, 7},
        {TWO + 6, TWO + 7, TWO + 8, TWO + 9, 7, 8, 9, 10, TWO + 7, TWO + 8, TWO + 9, 11, 8, 9, 10, 12},
        {TWO + 4, 5, 6, 7, TWO + 3, 4, TWO + 4, 5, TWO + 2, 3, TWO + 3, 4, TWO + 1, 2, TWO + 2, 3},
        {TWO + 3, 3, TWO + 2, 2, TWO + 2, 2, TWO + 1, 1, TWO + 1, 1, TWO, TWO, TWO, TWO, TWO, TWO}
    };

    private Vp8Prediction() {}

    /**
     * Predicts a square of a macroblock.
     *
     * @param mode one of the four
     * @param size 16 of luma, 8 of chroma
     */
    static void square(Plane plane, int x, int y, int size, int mode) {
        switch (mode) {
            case MEAN -> fill(plane, x, y, size, mean(plane, x, y, size));
            case TRUE_MOTION -> trueMotion(plane, x, y, size);
            case VERTICAL -> {
                for (int row = 0; row < size; row++) {
                    plane.copy(plane.index(x, y - 1), plane.index(x, y + row), size);
                }
            }
            case HORIZONTAL -> {
                for (int row = 0; row < size; row++) {
                    plane.fill(plane.index(x, y + row), size, plane.get(plane.index(x - 1, y + row)));
                }
            }
            default -> throw new IllegalArgumentException("mode " + mode);
        }
    }

    /** Of the neighbours that are in the image; 128 if none is. */
    private static int mean(Plane plane, int x, int y, int size) {
        if (x == 0 && y == 0) {
            return 128;
        }
        int sum = 0;
        for (int i = 0; i < size; i++) {
            sum += y > 0 ? plane.get(plane.index(x + i, y - 1)) : 0;
            sum += x > 0 ? plane.get(plane.index(x - 1, y + i)) : 0;
        }
        int count = x > 0 && y > 0 ? 2 * size : size;
        return (sum + count / 2) / count;
    }

    private static void fill(Plane plane, int x, int y, int size, int value) {
        for (int row = 0; row < size; row++) {
            plane.fill(plane.index(x, y + row), size, value);
        }
    }

    private static void trueMotion(Plane plane, int x, int y, int size) {
        int above = plane.index(x, y - 1);
        int corner = plane.get(above - 1);
        for (int row = 0; row < size; row++) {
            int start = plane.index(x, y + row);
            int difference = plane.get(start - 1) - corner;
            for (int i = 0; i < size; i++) {
                plane.set(start + i, plane.get(above + i) + difference);
            }
        }
    }

    /**
     * Predicts a subblock of 4 x 4.
     *
     * @param mode 0 to 9
     * @param right the four samples above, on the right of the block
     */
    static void subblock(Plane plane, int x, int y, int mode, int[] right) {
        if (mode == MEAN) {
            int sum = 4;
            for (int i = 0; i < 4; i++) {
                sum += plane.get(plane.index(x + i, y - 1)) + plane.get(plane.index(x - 1, y + i));
            }
            fill(plane, x, y, 4, sum >> 3);
        } else if (mode == TRUE_MOTION) {
            trueMotion(plane, x, y, 4);
        } else {
            int[] edge = edge(plane, x, y, right);
            int[] directions = DIRECTIONS[mode - 2];
            for (int i = 0; i < 16; i++) {
                plane.set(plane.index(x + i % 4, y + i / 4), mean(edge, directions[i]));
            }
        }
    }

    private static int[] edge(Plane plane, int x, int y, int[] right) {
        int[] edge = new int[15];
        edge[0] = plane.get(plane.index(x - 1, y + 3));
        for (int i = 0; i < 4; i++) {
            edge[1 + i] = plane.get(plane.index(x - 1, y + 3 - i));
            edge[6 + i] = plane.get(plane.index(x + i, y - 1));
            edge[10 + i] = right[i];
        }
        edge[5] = plane.get(plane.index(x - 1, y - 1));
        edge[14] = right[3];
        return edge;
    }

    private static int mean(int[] edge, int direction) {
        if (direction >= TWO) {
            int first = direction - TWO;
            return (edge[first] + edge[first + 1] + 1) >> 1;
        }
        return (edge[direction - 1] + 2 * edge[direction] + edge[direction + 1] + 2) >> 2;
    }
}
