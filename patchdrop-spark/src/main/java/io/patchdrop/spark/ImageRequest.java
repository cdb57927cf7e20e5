package io.patchdrop.spark;

import io.patchdrop.core.Budget;
import io.patchdrop.imagery.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image to be answered.
 *
 * @param location a path or an address; null if a row has none
 * @param encoded the image file itself, if it was in the row
 * @param window the part to be answered, in pixels of full resolution; null for the central square
 * @param budgets what may be bought, one after the other, each more than the one before; at least one
 * @param kept what was bought of it before
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of bytes, never compared
record ImageRequest(
        @Nullable String location,
        byte @Nullable [] encoded,
        @Nullable Region window,
        List<Budget> budgets,
        byte @Nullable [] kept) {
    /** An image file that is in memory. */
    static ImageRequest ofBytes(byte @Nullable [] encoded, Budget budget) {
        return new ImageRequest(null, encoded == null ? new byte[0] : encoded, null, List.of(budget), null);
    }

    /** An image that has to be fetched. */
    static ImageRequest ofLocation(@Nullable String location, @Nullable Region window, Budget budget) {
        return new ImageRequest(location, null, window, List.of(budget), null);
    }
}
