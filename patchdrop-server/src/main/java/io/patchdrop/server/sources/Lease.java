package io.patchdrop.server.sources;

import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.runtime.zoom.ZoomSources;
import java.util.ArrayList;
import java.util.List;

/** What one request may use of an open image. */
public final class Lease {
    private final ImageSource image;
    private final ZoomSources sources;
    private final Cost owned;
    private final List<Ledger.Entry> lost;
    private boolean busy;

    /**
     * A lease from now on.
     *
     * @param isNew whether it was opened for this request, which pays for the opening
     * @param lost entries of an earlier try of the same request
     */
    Lease(ZoomSources opened, boolean isNew, List<Ledger.Entry> lost) {
        this.image = opened.image();
        this.owned = isNew ? Cost.NONE : opened.taken();
        this.lost = List.copyOf(lost);
        ImageSource view = view(opened.image(), isNew, this.lost);
        this.sources = opened.look() == opened.image()
                ? ZoomSources.of(view)
                : new ZoomSources(view, view(opened.look(), isNew, List.of()));
    }

    private static ImageSource view(ImageSource of, boolean isNew, List<Ledger.Entry> lost) {
        return new RequestView(of, isNew ? 0 : of.ledger().size(), lost);
    }

    /** The images; their ledgers have what this request took, and nothing else. */
    public ZoomSources sources() {
        return sources;
    }

    /** What this lease took; not what an earlier try of the same request did, which its ledgers have as well. */
    public Cost taken() {
        Cost all = sources.taken();
        return new Cost(all.requests() - lost.size(), all.bytes() - lostBytes(), true);
    }

    private long lostBytes() {
        return lost.stream().mapToLong(Ledger.Entry::bytes).sum();
    }

    /** What earlier requests had bought of them. */
    public Cost owned() {
        return owned;
    }

    /** The image itself, for what only its own kind says. */
    ImageSource image() {
        return image;
    }

    /** From now on something may be under way, which would be in the ledger of the next request. */
    public void begin() {
        busy = true;
    }

    /** Nothing is under way any more. Unless this is called after {@link #begin}, the image is closed. */
    public void end() {
        busy = false;
    }

    boolean isBusy() {
        return busy;
    }

    /** Every request of this lease. */
    List<Ledger.Entry> entries() {
        List<Ledger.Entry> entries = new ArrayList<>(sources.image().ledger().entries());
        if (sources.look() != sources.image()) {
            entries.addAll(sources.look().ledger().entries());
        }
        return entries;
    }
}
