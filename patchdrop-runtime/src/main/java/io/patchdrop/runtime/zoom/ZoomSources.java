package io.patchdrop.runtime.zoom;

import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;

/**
 * Where the pixels come from.
 *
 * @param image of which patches are bought
 * @param look where chips are looked at: the same, or another image of the same ground
 */
public record ZoomSources(ImageSource image, ImageSource look) implements AutoCloseable {
    /** An image that is looked at in its own overviews. */
    public static ZoomSources of(ImageSource image) {
        return new ZoomSources(image, image);
    }

    /** What was taken of both, by earlier openings as well. */
    public Cost taken() {
        Cost taken = taken(image);
        return look == image ? taken : taken.plus(taken(look));
    }

    private static Cost taken(ImageSource source) {
        Ledger.Totals totals = source.ledger().totals();
        return source.boughtBefore().plus(new Cost(totals.heads() + totals.gets(), totals.bytes(), true));
    }

    @Override
    public void close() {
        image.close();
        if (look != image) {
            look.close();
        }
    }
}
