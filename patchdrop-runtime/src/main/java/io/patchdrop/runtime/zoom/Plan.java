package io.patchdrop.runtime.zoom;

import io.patchdrop.imagery.source.Cost;
import java.util.List;

/**
 * What was decided when a zoom was begun. One that was interrupted goes on by it: then more is owned than what looking took,
 * so that a limit would seem to leave room for more, and everything to cost less.
 *
 * @param spent what opening and looking took
 * @param full what everything would take
 * @param patches how many each chip was to buy at most, in order
 */
public record Plan(Cost spent, Cost full, List<Integer> patches) {
    public Plan {
        patches = List.copyOf(patches);
    }

    /** The plan of a quote. */
    public static Plan of(Quote quote) {
        return new Plan(
                quote.spent(),
                quote.full(),
                quote.chips().stream().map(chip -> chip.patches().size()).toList());
    }
}
