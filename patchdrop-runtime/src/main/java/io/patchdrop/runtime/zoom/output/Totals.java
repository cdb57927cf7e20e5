package io.patchdrop.runtime.zoom.output;

import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.Zooming;
import java.util.List;

/**
 * Sums of a zoom.
 *
 * @param chips how many
 * @param patches that were bought
 * @param of all patches of the chips
 * @param taken by everything, looks included
 * @param full what all pixels of the chips would have taken
 * @param price of what was taken
 * @param fullPrice of all pixels
 * @param prices the list they follow
 */
record Totals(
        int chips, long patches, long of, Cost taken, Cost full, double price, double fullPrice, PriceList prices) {
    /** @param grid G */
    static Totals of(Quote quote, List<ChipResult> results, Zooming.Account account, ZoomSources sources, int grid) {
        return new Totals(
                results.size(),
                results.stream().mapToLong(result -> result.patches().size()).sum(),
                (long) results.size() * grid * grid,
                sources.taken(),
                quote.full(),
                account.bill().total(),
                quote.fullPrice(),
                quote.request().prices());
    }

    /** Whether anything has a price. */
    boolean hasPrices() {
        return fullPrice > 0 || price > 0;
    }
}
