package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.Region;

/**
 * How tiles cover an image.
 *
 * @param width pixels of the image, positive
 * @param height pixels of the image, positive
 * @param tileWidth pixels, positive
 * @param tileHeight pixels, positive
 * @param strips whether the last row of tiles ends with the image; tiles proper are all stored whole
 */
record TileGrid(int width, int height, int tileWidth, int tileHeight, boolean strips) {
    int columns() {
        return (int) (((long) width + tileWidth - 1) / tileWidth);
    }

    int rows() {
        return (int) (((long) height + tileHeight - 1) / tileHeight);
    }

    long tiles() {
        return (long) columns() * rows();
    }

    /** The part of the image that a tile shows. */
    Region region(int column, int row) {
        if (column < 0 || row < 0 || column >= columns() || row >= rows()) {
            throw new IllegalArgumentException("there is no tile in column " + column + " of row " + row);
        }
        int left = column * tileWidth;
        int top = row * tileHeight;
        return new Region(left, top, Math.min(tileWidth, width - left), Math.min(tileHeight, height - top));
    }

    /** How many rows of pixels a tile stores. */
    int storedRows(int row) {
        return strips ? Math.min(tileHeight, height - row * tileHeight) : tileHeight;
    }

    /** The columns and rows of the tiles that a window touches, as a region of tiles. */
    Region touched(Region window) {
        requireInside(window);
        int left = window.left() / tileWidth;
        int top = window.top() / tileHeight;
        int right = (window.left() + window.width() - 1) / tileWidth;
        int bottom = (window.top() + window.height() - 1) / tileHeight;
        return new Region(left, top, right - left + 1, bottom - top + 1);
    }

    private void requireInside(Region window) {
        boolean inside = window.left() >= 0
                && window.top() >= 0
                && window.width() > 0
                && window.height() > 0
                && window.left() <= width - window.width()
                && window.top() <= height - window.height();
        if (!inside) {
            throw new IllegalArgumentException(window + " does not lie in an image of " + width + " x " + height);
        }
    }
}
