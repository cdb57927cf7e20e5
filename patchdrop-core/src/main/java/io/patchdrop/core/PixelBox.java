package io.patchdrop.core;

/**
 * An upright box of whole pixels: columns {@code [x, x + width)} and rows {@code [y, y + height)}.
 *
 * @param x leftmost column, from 0
 * @param y topmost row, from 0
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record PixelBox(int x, int y, int width, int height) {
    public PixelBox {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "not a box of pixels: x " + x + ", y " + y + ", width " + width + ", height " + height);
        }
    }

    /** Whether the pixel in column {@code pixelX} and row {@code pixelY} lies in this box. */
    public boolean contains(int pixelX, int pixelY) {
        return pixelX >= x && pixelX - x < width && pixelY >= y && pixelY - y < height;
    }

    /** Whether the two boxes share at least one pixel. */
    public boolean overlaps(PixelBox other) {
        return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height;
    }
}
