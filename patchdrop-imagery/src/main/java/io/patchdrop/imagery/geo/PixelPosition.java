package io.patchdrop.imagery.geo;

/**
 * A point in an image; whole numbers are the corners of pixels, (0, 0) the upper left corner of the first one.
 *
 * @param x pixels to the right
 * @param y pixels down
 */
public record PixelPosition(double x, double y) {}
