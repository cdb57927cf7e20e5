package io.patchdrop.server.jobs;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Piece;
import io.patchdrop.runtime.zoom.Chip;
import io.patchdrop.runtime.zoom.ChipQuote;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Outcome;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.ZoomViews;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Waits for what a zoom that is stopped has ordered ahead: it is on its way and paid for, and closing the source now would lose
 * it. Nothing else is bought.
 */
final class UnderWay {
    /** As many chips are ordered before they are looked at. */
    private static final int LOOKS = 256;
    /** As many chips are ordered before they are answered. */
    private static final int CHIPS = 128;

    private UnderWay() {}

    /**
     * Waits for looks.
     *
     * @param chips that were not looked at, in order
     * @throws IOException if they cannot be had
     */
    static void awaitLooks(ZoomSources sources, Manifest manifest, List<Chip> chips) throws IOException {
        ZoomViews views = new ZoomViews(sources, manifest);
        Set<Piece> pieces = new TreeSet<>();
        for (Chip chip : chips.subList(0, Math.min(LOOKS, chips.size()))) {
            add(sources.look(), views.look(chip), pieces);
        }
        sources.look().buy(pieces);
    }

    /**
     * Waits for patches.
     *
     * @param results that there are
     * @throws IOException if they cannot be had
     */
    static void awaitPatches(ZoomSources sources, Manifest manifest, Quote quote, List<ChipResult> results)
            throws IOException {
        if (!quote.certain()) {
            // Nothing is ordered before it is known that it is needed.
            return;
        }
        Set<Integer> done = new HashSet<>();
        for (ChipResult result : results) {
            if (result.outcome() != Outcome.FAILED) {
                done.add(result.chip().number());
            }
        }
        ZoomViews views = new ZoomViews(sources, manifest);
        Set<Piece> pieces = new TreeSet<>();
        List<ChipQuote> pending = quote.chips().stream()
                .filter(chip -> !done.contains(chip.chip().number()))
                .limit(CHIPS)
                .toList();
        for (ChipQuote chip : pending) {
            for (int patch : chip.patches()) {
                add(sources.image(), views.patch(chip.chip(), patch), pieces);
            }
        }
        sources.image().buy(pieces);
    }

    private static void add(ImageSource source, ZoomViews.View view, Set<Piece> pieces) throws IOException {
        pieces.addAll(source.pieces(view.level(), view.region()));
    }
}
