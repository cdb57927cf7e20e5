package io.patchdrop.runtime.zoom;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.Footprints;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where the looks of chips come from: the image's own overviews, or another image of the same ground. */
final class LookView {
    private final ImageSource image;
    private final ImageSource look;
    private final Framing framing;
    private final int lookSize;

    /**
     * @param image whose chips are looked at
     * @param look the same, or another; if both say where on Earth they lie, footprints are matched, else both show the
     *     same from edge to edge
     */
    LookView(ImageSource image, ImageSource look, int lookSize) {
        this.image = image;
        this.look = look;
        this.framing = new Framing(look);
        this.lookSize = lookSize;
    }

    /** Where a chip's look is read. */
    Framing.Framed frame(Chip chip) {
        Region region = region(chip);
        double wanted = (double) Math.max(region.width(), region.height()) / lookSize;
        return framing.frame(region, wanted);
    }

    List<Piece> pieces(Framing.Framed framed) throws IOException {
        return framing.pieces(framed);
    }

    /** The look, {@code [h, h, 3]}, of pieces that are owned. */
    byte[] read(Framing.Framed framed) throws IOException {
        return framing.read(framed, lookSize);
    }

    /** The part of the look's image, in its full resolution, that shows a chip. */
    private Region region(Chip chip) {
        if (look == image) {
            return chip.window();
        }
        Optional<GeoReference> here = image.geoReference();
        Optional<GeoReference> there = look.geoReference();
        Level own = image.levels().get(0);
        Level other = look.levels().get(0);
        Footprints.Box box = here.isPresent() && there.isPresent()
                ? Footprints.match(here.get(), chip.window(), there.get())
                : proportional(chip.window(), own, other);
        return inside(chip, box, other);
    }

    private static Footprints.Box proportional(Region window, Level own, Level other) {
        double x = (double) other.width() / own.width();
        double y = (double) other.height() / own.height();
        return new Footprints.Box(
                window.left() * x,
                window.top() * y,
                (window.left() + (double) window.width()) * x,
                (window.top() + (double) window.height()) * y);
    }

    private Region inside(Chip chip, Footprints.Box box, Level level) {
        // Half a pixel of the other image may be missing at its edge.
        double slack = 0.5;
        boolean within = box.left() >= -slack
                && box.top() >= -slack
                && box.right() <= level.width() + slack
                && box.bottom() <= level.height() + slack;
        if (!within) {
            throw new InvalidInputException(
                    look.name() + " does not show all of chip " + chip.number() + " of " + image.name(),
                    "give chips that both images show, or another --look");
        }
        int left = clamp(Math.floor(box.left() + slack), level.width() - 1);
        int top = clamp(Math.floor(box.top() + slack), level.height() - 1);
        int right = Math.max(left + 1, clamp(Math.floor(box.right() + slack), level.width()));
        int bottom = Math.max(top + 1, clamp(Math.floor(box.bottom() + slack), level.height()));
        return new Region(left, top, right - left, bottom - top);
    }

    private static int clamp(double value, int most) {
        return (int) Math.max(0, Math.min(value, most));
    }
}
