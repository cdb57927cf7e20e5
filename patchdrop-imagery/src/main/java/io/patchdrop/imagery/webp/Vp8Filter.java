package io.patchdrop.imagery.webp;

/** Smooths the edges between blocks (RFC 6386, chapter 15), when the whole frame is decoded. */
final class Vp8Filter {
    private final Vp8Header header;
    private final Vp8Frame.Planes planes;
    private final int columns;
    private final int rows;
    /** Of each macroblock: its segment times 4, 2 if it has modes of subblocks, 1 if edges inside are smoothed. */
    private final byte[] marks;

    private final Vp8Header.Smoothing[] smoothings = new Vp8Header.Smoothing[8];

    Vp8Filter(Vp8Header header, Vp8Frame.Planes planes, int columns, int rows) {
        this.header = header;
        this.planes = planes;
        this.columns = columns;
        this.rows = rows;
        marks = new byte[columns * rows];
        for (int i = 0; i < smoothings.length; i++) {
            smoothings[i] = header.smoothing(i / 2, i % 2 == 1);
        }
    }

    /** Takes down what a macroblock is like. */
    void mark(int column, int row, int segment, boolean subblocks, boolean coefficients) {
        int inside = subblocks || coefficients ? 1 : 0;
        marks[row * columns + column] = (byte) (segment * 4 + (subblocks ? 2 : 0) + inside);
    }

    void run() {
        if (!header.filtered()) {
            return;
        }
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int mark = marks[row * columns + column];
                Vp8Header.Smoothing smoothing = smoothings[mark >> 1];
                if (smoothing.level() > 0) {
                    boolean inside = (mark & 1) == 1;
                    smooth(planes.luma(), 16, column, row, smoothing, inside);
                    if (!header.simpleFilter()) {
                        smooth(planes.blue(), 8, column, row, smoothing, inside);
                        smooth(planes.red(), 8, column, row, smoothing, inside);
                    }
                }
            }
        }
    }

    private void smooth(Plane plane, int size, int column, int row, Vp8Header.Smoothing smoothing, boolean inside) {
        int start = plane.index(size * column, size * row);
        int down = plane.stride();
        if (column > 0) {
            edge(plane, start, down, 1, size, smoothing, true);
        }
        for (int x = 4; inside && x < size; x += 4) {
            edge(plane, start + x, down, 1, size, smoothing, false);
        }
        if (row > 0) {
            edge(plane, start, 1, down, size, smoothing, true);
        }
        for (int y = 4; inside && y < size; y += 4) {
            edge(plane, start + y * down, 1, down, size, smoothing, false);
        }
    }

    /**
     * Smooths one edge.
     *
     * @param along from one sample to the next on the edge
     * @param across from one side to the other
     * @param outer whether it is one between macroblocks
     */
    private void edge(
            Plane plane, int start, int along, int across, int size, Vp8Header.Smoothing smoothing, boolean outer) {
        int limit = 2 * (2 * smoothing.level() + smoothing.interior() + (outer ? 4 : 0)) + 1;
        for (int i = 0; i < size; i++) {
            int at = start + i * along;
            if (!isLow(plane, at, across, limit)) {
                continue;
            }
            if (header.simpleFilter()) {
                smoothTwo(plane, at, across);
            } else if (isSmooth(plane, at, across, smoothing.interior())) {
                if (isRealEdge(plane, at, across, smoothing.threshold())) {
                    smoothTwo(plane, at, across);
                } else if (outer) {
                    smoothSix(plane, at, across);
                } else {
                    smoothFour(plane, at, across);
                }
            }
        }
    }

    private static boolean isLow(Plane plane, int at, int across, int limit) {
        return 4 * step(plane, at - across, at) + step(plane, at - 2 * across, at + across) <= limit;
    }

    private static boolean isSmooth(Plane plane, int at, int across, int most) {
        return step(plane, at - 4 * across, at - 3 * across) <= most
                && step(plane, at - 3 * across, at - 2 * across) <= most
                && step(plane, at - 2 * across, at - across) <= most
                && step(plane, at + 3 * across, at + 2 * across) <= most
                && step(plane, at + 2 * across, at + across) <= most
                && step(plane, at + across, at) <= most;
    }

    private static boolean isRealEdge(Plane plane, int at, int across, int threshold) {
        return step(plane, at - 2 * across, at - across) > threshold || step(plane, at + across, at) > threshold;
    }

    private static int step(Plane plane, int first, int second) {
        return Math.abs(plane.get(first) - plane.get(second));
    }

    private static void smoothTwo(Plane plane, int at, int across) {
        int difference = 3 * (plane.get(at) - plane.get(at - across))
                + signedByte(plane.get(at - 2 * across) - plane.get(at + across));
        plane.add(at - across, fiveBits((difference + 3) >> 3));
        plane.add(at, -fiveBits((difference + 4) >> 3));
    }

    private static void smoothFour(Plane plane, int at, int across) {
        int difference = 3 * (plane.get(at) - plane.get(at - across));
        int change = fiveBits((difference + 4) >> 3);
        int half = (change + 1) >> 1;
        plane.add(at - 2 * across, half);
        plane.add(at - across, fiveBits((difference + 3) >> 3));
        plane.add(at, -change);
        plane.add(at + across, -half);
    }

    private static void smoothSix(Plane plane, int at, int across) {
        int difference = signedByte(3 * (plane.get(at) - plane.get(at - across))
                + signedByte(plane.get(at - 2 * across) - plane.get(at + across)));
        for (int distance = 0; distance < 3; distance++) {
            int change = (9 * (3 - distance) * difference + 63) >> 7;
            plane.add(at - (distance + 1) * across, change);
            plane.add(at + distance * across, -change);
        }
    }

    private static int signedByte(int value) {
        return Math.max(-128, Math.min(127, value));
    }

    private static int fiveBits(int value) {
        return Math.max(-16, Math.min(15, value));
    }
}
