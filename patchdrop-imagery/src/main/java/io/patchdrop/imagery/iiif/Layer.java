package io.patchdrop.imagery.iiif;

/**
 * How one level is cut into pieces.
 *
 * @param factor pixels of full resolution that one of its pixels spans, across; 0 for a size of the whole image that the
 *     service lists, which may be any
 * @param width pixels, positive
 * @param height pixels, positive
 * @param tileWidth of a piece, positive
 * @param tileHeight of a piece, positive
 * @param sizing how addresses name the size of a piece
 */
record Layer(int factor, int width, int height, int tileWidth, int tileHeight, Sizing sizing) {
    enum Sizing {
        /** {@code w,h}. */
        BOTH,
        /** {@code w,}: the service computes the height. */
        WIDTH,
        /** {@code max}, or {@code full} in version 2: it is not scaled. */
        NONE
    }

    int columns() {
        return (int) ceilDiv(width, tileWidth);
    }

    int rows() {
        return (int) ceilDiv(height, tileHeight);
    }

    long pieces() {
        return (long) columns() * rows();
    }

    static long ceilDiv(long number, long divisor) {
        return (number + divisor - 1) / divisor;
    }
}
