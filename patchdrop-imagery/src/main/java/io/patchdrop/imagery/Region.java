package io.patchdrop.imagery;

import java.io.IOException;

/**
 * A rectangle of an image.
 *
 * @param left column of its first pixel
 * @param top row of its first pixel
 * @param width pixels, positive
 * @param height pixels, positive
 */
public record Region(int left, int top, int width, int height) {
    /** Says which part of an image is used. */
    public interface Choice {
        /**
         * The part of an image of this size, inside of it.
         *
         * @throws IOException if there is none, with the reason
         */
        Region in(int width, int height) throws IOException;
    }

    /** All of an image. */
    public static Region whole(int width, int height) {
        return new Region(0, 0, width, height);
    }

    /** The central square of an image; with an odd rest, the square lies half a pixel up or left of the centre. */
    public static Region centralSquare(int width, int height) {
        int side = Math.min(width, height);
        return new Region((width - side) / 2, (height - side) / 2, side, side);
    }
}
