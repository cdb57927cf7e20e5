package io.patchdrop.imagery.webp;

import java.util.Arrays;

/** Reads the coefficients of macroblocks (RFC 6386, chapter 13), and multiplies them with their factors. */
final class Vp8Coefficients {
    /** Blocks of 4 x 4 in a macroblock: 16 of luma, 4 of each chroma. */
    static final int BLOCKS = 24;

    private static final int LUMA_BLOCKS = 16;
    private static final int LUMA_AFTER_MEANS = 0;
    private static final int MEANS = 1;
    private static final int CHROMA = 2;
    private static final int WHOLE_LUMA = 3;
    /** Of the contexts of a macroblock's side: 4 of luma, 2 of each chroma, and the means'. */
    private static final int SIDE = 9;

    private static final int MEANS_CONTEXT = 8;
    private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
    private static final int[][] LARGE = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };
    private static final int BAND_SIZE = Vp8Tables.CONTEXTS * Vp8Tables.NODES;

    private final int[] tokens;
    private final int[] above;
    private final int[] left = new int[SIDE];
    private final int[] values = new int[BLOCKS * 16];
    private final int[] means = new int[16];

    /** @param columns macroblocks beside each other */
    Vp8Coefficients(int[] tokens, int columns) {
        this.tokens = tokens;
        this.above = new int[columns * SIDE];
    }

    void startRow() {
        Arrays.fill(left, 0);
    }

    /** {@code [24, 16]}: of the macroblock that was read last, row by row in each block. */
    int[] values() {
        return values;
    }

    /** Passes over a macroblock that has none. */
    void skip(int column, boolean subblocks) {
        int count = subblocks ? SIDE - 1 : SIDE; // one without a block of means leaves that context as it is
        Arrays.fill(left, 0, count, 0);
        Arrays.fill(above, column * SIDE, column * SIDE + count, 0);
        Arrays.fill(values, 0);
    }

    /**
     * Reads a macroblock's.
     *
     * @param subblocks whether each block of luma has a mode of its own, and no block of means is there
     * @return whether there are any
     */
    boolean read(BooleanDecoder bits, int column, boolean subblocks, Vp8Header.Factors factors) {
        Arrays.fill(values, 0);
        int top = column * SIDE;
        if (!subblocks) {
            Arrays.fill(means, 0);
            int context = left[MEANS_CONTEXT] + above[top + MEANS_CONTEXT];
            int end = readBlock(bits, MEANS, context, 0, factors.means(), means, 0);
            left[MEANS_CONTEXT] = above[top + MEANS_CONTEXT] = end > 0 ? 1 : 0;
            Vp8Transform.spreadMeans(means, values);
        }
        int kind = subblocks ? WHOLE_LUMA : LUMA_AFTER_MEANS;
        boolean any = readPlane(bits, kind, subblocks ? 0 : 1, factors.luma(), 0, 4, 0, top);
        any |= readPlane(bits, CHROMA, 0, factors.chroma(), LUMA_BLOCKS, 2, 4, top);
        any |= readPlane(bits, CHROMA, 0, factors.chroma(), LUMA_BLOCKS + 4, 2, 6, top);
        return any;
    }

    /** Blocks of one plane, {@code size x size}, whose contexts start at one of the side's. */
    private boolean readPlane(
            BooleanDecoder bits, int kind, int first, int[] factors, int block, int size, int context, int top) {
        boolean any = false;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int start = (block + y * size + x) * 16;
                int neighbours = left[context + y] + above[top + context + x];
                int end = readBlock(bits, kind, neighbours, first, factors, values, start);
                left[context + y] = above[top + context + x] = end > first ? 1 : 0;
                any |= end > 1 || values[start] != 0;
            }
        }
        return any;
    }

    /** Returns the position after the last coefficient, in the order in which they are stored. */
    private int readBlock(BooleanDecoder bits, int kind, int context, int first, int[] factors, int[] out, int start) {
        int table = kind * Vp8Tables.BANDS * BAND_SIZE;
        int position = first;
        int node = table + BANDS[position] * BAND_SIZE + context * Vp8Tables.NODES;
        while (position < 16) {
            if (!bits.bit(tokens[node])) {
                return position;
            }
            while (!bits.bit(tokens[node + 1])) {
                position++;
                if (position == 16) {
                    return 16;
                }
                node = table + BANDS[position] * BAND_SIZE;
            }
            int value = bits.bit(tokens[node + 2]) ? large(bits, node) : 1;
            int factor = factors[position > 0 ? 1 : 0];
            out[start + ZIGZAG[position]] = (bits.flag() ? -value : value) * factor;
            position++;
            node = table + BANDS[position] * BAND_SIZE + (value > 1 ? 2 : 1) * Vp8Tables.NODES;
        }
        return 16;
    }

    /** A value above 1. */
    private int large(BooleanDecoder bits, int node) {
        if (!bits.bit(tokens[node + 3])) {
            return !bits.bit(tokens[node + 4]) ? 2 : bits.bit(tokens[node + 5]) ? 4 : 3;
        }
        if (!bits.bit(tokens[node + 6])) {
            if (!bits.bit(tokens[node + 7])) {
                return bits.bit(159) ? 6 : 5;
            }
            return 7 + (bits.bit(165) ? 2 : 0) + (bits.bit(145) ? 1 : 0);
        }
        boolean upper = bits.bit(tokens[node + 8]);
        int category = (upper ? 2 : 0) + (bits.bit(tokens[node + (upper ? 10 : 9)]) ? 1 : 0);
        int extra = 0;
        for (int probability : LARGE[category]) {
            extra = extra << 1 | (bits.bit(probability) ? 1 : 0);
        }
        return 3 + (8 << category) + extra;
    }
}
