package io.patchdrop.learn.data;

import io.patchdrop.imagery.Region;
import java.io.IOException;

/**
 * The bounding box of an object, to be cut out with some of its surroundings.
 *
 * @param left column of its first pixel; may lie outside of the image
 * @param top row of its first pixel; may lie outside of the image
 * @param width pixels, positive
 * @param height pixels, positive
 */
record Box(int left, int top, int width, int height) implements Region.Choice {
    /** Context on both sides together, in percent of the box, for a box of 0, 1, ... tenths of the image's side. */
    private static final int[] CONTEXT_PERCENT = {200, 100, 50, 30, 20};

    /** The same for boxes of half the image's side and more. */
    private static final int LARGE_BOX_PERCENT = 15;

    /**
     * The box with context, cut at the borders of the image. The rule is that of the fMoW baseline (Christie et al.,
     * CVPR 2018): each axis has a context of its own, which grows as the box shrinks: 15 % of the box if it is half as
     * long as the image or longer, then 20, 30, 50 and 100 % with every tenth less, and 200 % below a tenth; one half of
     * it on each side, in whole pixels.
     *
     * @throws IOException if nothing of the box lies inside of the image
     */
    @Override
    public Region in(int imageWidth, int imageHeight) throws IOException {
        int horizontal = margin(width, imageWidth);
        int vertical = margin(height, imageHeight);
        int first = Math.max(0, left - horizontal);
        int last = Math.min(imageWidth, left + width + horizontal);
        int upper = Math.max(0, top - vertical);
        int lower = Math.min(imageHeight, top + height + vertical);
        if (first >= last || upper >= lower) {
            throw new IOException("its box " + this + " lies outside of the " + imageWidth + " x " + imageHeight
                    + " pixels of the image");
        }
        return new Region(first, upper, last - first, lower - upper);
    }

    /** Pixels of context on one side of a box. */
    private static int margin(int side, int imageSide) {
        long tenths = 10L * side / imageSide;
        int percent = tenths < CONTEXT_PERCENT.length ? CONTEXT_PERCENT[(int) tenths] : LARGE_BOX_PERCENT;
        return (int) ((long) side * percent / 200);
    }

    /** {@code left,top,width,height}. */
    @Override
    public String toString() {
        return left + "," + top + "," + width + "," + height;
    }
}
