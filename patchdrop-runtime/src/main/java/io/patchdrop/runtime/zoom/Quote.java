package io.patchdrop.runtime.zoom;

import io.patchdrop.core.price.Bill;
import io.patchdrop.imagery.source.Cost;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a zoom would buy, said before it buys anything.
 *
 * @param request it answers
 * @param chips one for each chip, in order
 * @param spent what opening and looking took
 * @param patches what buying the patches takes
 * @param full what all pixels of the chips would take at this resolution
 * @param bill of spent and patches together
 * @param fullPrice of full
 * @param overRead pixels of the tiles to be bought, for each pixel of the patches; 1 if tiles and patches are aligned
 * @param certain whether just this is bought; otherwise at most this, since each chip stops when it is sure enough
 * @param expected what is to be expected
 */
public record Quote(
        ZoomRequest request,
        List<ChipQuote> chips,
        Cost spent,
        Cost patches,
        Cost full,
        Bill bill,
        double fullPrice,
        double overRead,
        boolean certain,
        Expected expected) {
    public Quote {
        chips = List.copyOf(chips);
    }

    /** What the zoom takes in the end. */
    public Cost total() {
        return spent.plus(patches);
    }

    /**
     * What is to be expected of a zoom, from what was measured when the model was made.
     *
     * @param accuracy from 0 to 1, if the model says anything of it
     * @param patches mean number for a chip
     */
    public record Expected(OptionalDouble accuracy, double patches) {}
}
