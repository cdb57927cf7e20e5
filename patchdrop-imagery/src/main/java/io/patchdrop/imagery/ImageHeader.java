package io.patchdrop.imagery;

/**
 * What is known of an image before its pixels are read.
 *
 * @param width pixels, positive
 * @param height pixels, positive
 * @param format lower-case name, such as {@code jpeg}
 */
public record ImageHeader(int width, int height, String format) {
    public int shorterSide() {
        return Math.min(width, height);
    }
}
