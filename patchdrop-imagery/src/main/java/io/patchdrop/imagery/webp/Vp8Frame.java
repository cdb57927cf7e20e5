package io.patchdrop.imagery.webp;

import io.patchdrop.imagery.UnusableImageException;
import java.util.Arrays;

/** Decodes a VP8 key frame: macroblock after macroblock, then the filter over all. */
final class Vp8Frame {
    private static final int[] SUBBLOCK_TREE = {0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9};
    private static final int SUBBLOCKS = -1;

    /**
     * What a frame holds, with full macroblocks at its right and lower edges.
     *
     * @param luma one sample a pixel
     * @param blue chroma, one sample for 2 x 2 pixels
     * @param red chroma, one sample for 2 x 2 pixels
     */
    record Planes(Plane luma, Plane blue, Plane red) {}

    private final Vp8Header header;
    private final int columns;
    private final int rows;
    private final Planes planes;
    private final Vp8Coefficients coefficients;
    private final int[] modesAbove;
    private final int[] modesLeft = new int[4];
    private final int[] subblockModes = new int[16];
    private final int[] right = new int[4];

    private Vp8Frame(Vp8Header header) {
        this.header = header;
        columns = (header.width() + 15) / 16;
        rows = (header.height() + 15) / 16;
        planes = new Planes(
                new Plane(16 * columns, 16 * rows), new Plane(8 * columns, 8 * rows), new Plane(8 * columns, 8 * rows));
        coefficients = new Vp8Coefficients(header.tokens(), columns);
        modesAbove = new int[4 * columns];
    }

    /**
     * Decodes a frame. Its header's size has been checked.
     *
     * @throws UnusableImageException if it ends too early
     */
    static Planes decode(Vp8Header header) throws UnusableImageException {
        return new Vp8Frame(header).decode();
    }

    private Planes decode() throws UnusableImageException {
        Vp8Filter filter = new Vp8Filter(header, planes, columns, rows);
        for (int row = 0; row < rows; row++) {
            Arrays.fill(modesLeft, Vp8Prediction.MEAN);
            coefficients.startRow();
            for (int column = 0; column < columns; column++) {
                decodeMacroblock(column, row, filter);
            }
            header.modes().checkEnd();
            header.partition(row).checkEnd();
        }
        filter.run();
        return planes;
    }

    private void decodeMacroblock(int column, int row, Vp8Filter filter) {
        int segment = header.readSegment();
        boolean empty = header.readEmpty();
        int mode = readMode(column);
        boolean subblocks = mode == SUBBLOCKS;
        int chromaMode = readChromaMode();
        boolean any = false;
        if (empty) {
            coefficients.skip(column, subblocks);
        } else {
            any = coefficients.read(header.partition(row), column, subblocks, header.factors(segment));
        }
        filter.mark(column, row, segment, subblocks, any);
        if (subblocks) {
            drawSubblocks(column, row);
        } else {
            Vp8Prediction.square(planes.luma(), 16 * column, 16 * row, 16, mode);
            addBlocks(planes.luma(), 16 * column, 16 * row, 4, 0);
        }
        Vp8Prediction.square(planes.blue(), 8 * column, 8 * row, 8, chromaMode);
        addBlocks(planes.blue(), 8 * column, 8 * row, 2, 16);
        Vp8Prediction.square(planes.red(), 8 * column, 8 * row, 8, chromaMode);
        addBlocks(planes.red(), 8 * column, 8 * row, 2, 20);
    }

    /** The mode of luma, or {@link #SUBBLOCKS} and those of the subblocks. */
    private int readMode(int column) {
        BooleanDecoder bits = header.modes();
        if (bits.bit(145)) {
            int mode = bits.bit(156)
                    ? bits.bit(128) ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL
                    : bits.bit(163) ? Vp8Prediction.VERTICAL : Vp8Prediction.MEAN;
            Arrays.fill(modesLeft, mode);
            Arrays.fill(modesAbove, 4 * column, 4 * column + 4, mode);
            return mode;
        }
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                int above = modesAbove[4 * column + x];
                int table = (above * Vp8Tables.MODES + modesLeft[y]) * (Vp8Tables.MODES - 1);
                int node = 0;
                do {
                    node = SUBBLOCK_TREE[node + (bits.bit(Vp8Tables.SUBBLOCK_MODES[table + node / 2]) ? 1 : 0)];
                } while (node > 0);
                modesAbove[4 * column + x] = modesLeft[y] = subblockModes[4 * y + x] = -node;
            }
        }
        return SUBBLOCKS;
    }

    private int readChromaMode() {
        BooleanDecoder bits = header.modes();
        if (!bits.bit(142)) {
            return Vp8Prediction.MEAN;
        }
        if (!bits.bit(114)) {
            return Vp8Prediction.VERTICAL;
        }
        return bits.bit(183) ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL;
    }

    private void drawSubblocks(int column, int row) {
        Plane luma = planes.luma();
        for (int i = 0; i < 16; i++) {
            int x = 16 * column + i % 4 * 4;
            int y = 16 * row + i / 4 * 4;
            findRight(luma, column, row, i);
            Vp8Prediction.subblock(luma, x, y, subblockModes[i], right);
            Vp8Transform.add(coefficients.values(), 16 * i, luma, x, y);
        }
    }

    /**
     * The samples above a subblock, on its right. Those of the macroblock on the right are not there yet: all subblocks at
     * the right edge take the ones above the macroblock.
     */
    private void findRight(Plane luma, int column, int row, int subblock) {
        boolean atEdge = subblock % 4 == 3;
        int above = 16 * row + (atEdge ? 0 : subblock / 4 * 4) - 1;
        int x = 16 * column + subblock % 4 * 4 + 4;
        for (int i = 0; i < 4; i++) {
            boolean outside = atEdge && column == columns - 1;
            right[i] = luma.get(luma.index(outside ? x - 1 : x + i, above));
        }
    }

    private void addBlocks(Plane plane, int x, int y, int size, int block) {
        for (int i = 0; i < size * size; i++) {
            Vp8Transform.add(coefficients.values(), 16 * (block + i), plane, x + i % size * 4, y + i / size * 4);
        }
    }
}
