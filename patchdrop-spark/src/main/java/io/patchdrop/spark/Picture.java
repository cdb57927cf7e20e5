package io.patchdrop.spark;

import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.zoom.ChipPatches;
import org.jspecify.annotations.Nullable;

/** An image that was opened, or was to be. */
sealed interface Picture {
    /**
     * Its pixels, all of them, at the model's size.
     *
     * @param cost of reading it, if it is not open any more
     * @param image it came of, if that is open
     */
    record Whole(RgbImage pixels, Cost cost, @Nullable OpenImage image) implements Picture {}

    /** A part of an image that is bought patch by patch. */
    record ByPatches(ChipPatches patches, OpenImage image) implements Picture {}

    /** It cannot be read; the reason in one line. */
    record Unreadable(String reason) implements Picture {}
}
