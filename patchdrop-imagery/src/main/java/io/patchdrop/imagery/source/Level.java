package io.patchdrop.imagery.source;

/**
 * One resolution of an image.
 *
 * @param width pixels, positive
 * @param height pixels, positive
 * @param reduction how many pixels of full resolution one pixel spans, across; 1 for the first level
 */
public record Level(int width, int height, double reduction) {}
