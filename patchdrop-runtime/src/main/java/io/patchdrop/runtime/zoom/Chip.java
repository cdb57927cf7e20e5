package io.patchdrop.runtime.zoom;

import io.patchdrop.core.PixelBox;
import io.patchdrop.imagery.Region;

/**
 * A square of an image that is classified as one.
 *
 * @param number from 0, in the order in which chips were listed
 * @param window in pixels of full resolution
 */
public record Chip(int number, Region window) {
    /** Side in pixels of full resolution. */
    public int side() {
        return window.width();
    }

    /**
     * The part of full resolution that a patch shows. Where the grid does not divide the side, patches differ by a pixel.
     *
     * @param grid G
     * @param patch its number, from 0 to G * G - 1
     */
    public Region patch(int grid, int patch) {
        int left = edge(window.left(), grid, patch % grid);
        int top = edge(window.top(), grid, patch / grid);
        return new Region(
                left,
                top,
                edge(window.left(), grid, patch % grid + 1) - left,
                edge(window.top(), grid, patch / grid + 1) - top);
    }

    private int edge(int start, int grid, int number) {
        return start + (int) ((long) side() * number / grid);
    }

    /** The same as a box. */
    PixelBox patchBox(int grid, int patch) {
        Region region = patch(grid, patch);
        return new PixelBox(region.left(), region.top(), region.width(), region.height());
    }
}
