package io.patchdrop.imagery.geo;

import io.patchdrop.imagery.Region;

/**
 * A rectangle of an image that need not lie on its pixels' edges.
 *
 * @param left columns to its left edge
 * @param top rows to its top edge
 * @param width columns, positive
 * @param height rows, positive
 */
public record PixelWindow(double left, double top, double width, double height) {
    /** Nearer than this to an edge of pixels counts as on it: what is lost to rounding on the way over WGS 84. */
    private static final double ROUNDING = 1e-4;

    /** The smallest region of whole pixels around it; it may go past the image's edges. */
    public Region region() {
        int firstColumn = (int) Math.floor(left + ROUNDING);
        int firstRow = (int) Math.floor(top + ROUNDING);
        int columns = Math.max(1, (int) Math.ceil(left + width - ROUNDING) - firstColumn);
        int rows = Math.max(1, (int) Math.ceil(top + height - ROUNDING) - firstRow);
        return new Region(firstColumn, firstRow, columns, rows);
    }

    /** Whether an image of this size shows all of it. */
    public boolean isWithin(int imageWidth, int imageHeight) {
        return left >= -ROUNDING
                && top >= -ROUNDING
                && left + width <= imageWidth + ROUNDING
                && top + height <= imageHeight + ROUNDING;
    }
}
