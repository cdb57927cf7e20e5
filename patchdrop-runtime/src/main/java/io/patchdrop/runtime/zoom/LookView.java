package io.patchdrop.runtime.zoom;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.Footprints;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.geo.PixelWindow;
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
        PixelWindow window = here.isPresent() && there.isPresent()
                ? Footprints.match(here.get(), chip.window(), there.get())
                : proportional(chip.window(), own, other);
        return inside(chip, window, other);
    }

    private static PixelWindow proportional(Region window, Level own, Level other) {
        double x = (double) other.width() / own.width();
        double y = (double) other.height() / own.height();
        return new PixelWindow(window.left() * x, window.top() * y, window.width() * x, window.height() * y);
    }

    /** The nearest whole pixels. Half a pixel may be missing at the edge of the other image. */
    private Region inside(Chip chip, PixelWindow window, Level level) {
        int left = (int) Math.round(window.left());
        int top = (int) Math.round(window.top());
        int right = (int) Math.round(window.left() + window.width());
        int bottom = (int) Math.round(window.top() + window.height());
        if (left < 0 || top < 0 || right > level.width() || bottom > level.height()) {
            throw new InvalidInputException(
                    look.name() + " does not show all of chip " + chip.number() + " of " + image.name(),
                    "give chips that both images show, or another --look");
        }
        int column = Math.min(left, level.width() - 1);
        int row = Math.min(top, level.height() - 1);
        return new Region(column, row, Math.max(1, right - column), Math.max(1, bottom - row));
    }
}
