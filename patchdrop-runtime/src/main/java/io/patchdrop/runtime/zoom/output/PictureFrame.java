package io.patchdrop.runtime.zoom.output;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.runtime.zoom.ChipResult;
import java.awt.Rectangle;
import java.util.List;

/**
 * Which part of an image a picture shows, and how large.
 *
 * @param shown in pixels of full resolution: the box around all chips
 * @param scale pixels of the picture for one of full resolution
 */
record PictureFrame(Region shown, double scale) {
    /** A picture of a small image is enlarged until its longer side has so many pixels. */
    private static final int SMALLEST = 1024;

    /**
     * The frame around chips.
     *
     * @param most pixels of the longer side
     */
    static PictureFrame around(Level image, List<ChipResult> results, int most) {
        Region box = results.stream()
                .map(result -> result.chip().window())
                .reduce(PictureFrame::join)
                .orElseGet(() -> Region.whole(image.width(), image.height()));
        int longer = Math.max(box.width(), box.height());
        if (longer >= SMALLEST) {
            return new PictureFrame(box, Math.min(1, (double) most / longer));
        }
        // Whole pixels of the image become whole squares.
        int enlarged = Math.min(most / longer, (SMALLEST + longer - 1) / longer);
        return new PictureFrame(box, Math.max(1, enlarged));
    }

    /** The box around two regions. */
    static Region join(Region one, Region other) {
        int left = Math.min(one.left(), other.left());
        int top = Math.min(one.top(), other.top());
        return new Region(
                left,
                top,
                Math.max(one.left() + one.width(), other.left() + other.width()) - left,
                Math.max(one.top() + one.height(), other.top() + other.height()) - top);
    }

    int width() {
        return Math.max(1, (int) Math.round(shown.width() * scale));
    }

    int height() {
        return Math.max(1, (int) Math.round(shown.height() * scale));
    }

    /** Where a region of full resolution lies in the picture; neighbours share no pixel and leave none out. */
    Rectangle place(Region region) {
        int left = (int) Math.round((region.left() - shown.left()) * scale);
        int top = (int) Math.round((region.top() - shown.top()) * scale);
        int right = (int) Math.round(((double) region.left() + region.width() - shown.left()) * scale);
        int bottom = (int) Math.round(((double) region.top() + region.height() - shown.top()) * scale);
        return new Rectangle(left, top, right - left, bottom - top);
    }
}
