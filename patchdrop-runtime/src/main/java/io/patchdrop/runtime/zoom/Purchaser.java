package io.patchdrop.runtime.zoom;

import io.patchdrop.core.PixelBox;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Buys patches of chips one after the other, and keeps to the limits. A dry one does all of that but buying: it comes to the
 * same numbers.
 */
final class Purchaser {
    private final PatchView view;
    private final ImageSource image;
    private final int grid;
    private final Till till;
    private final ImageSource.Rehearsal rehearsal;
    private final boolean dry;
    private final PieceSet bought = new PieceSet();
    private long pixelsWanted;
    private long pixelsBought;

    Purchaser(PatchView view, ImageSource image, int grid, Till till, boolean dry) {
        this.view = view;
        this.image = image;
        this.grid = grid;
        this.till = till;
        this.rehearsal = image.rehearsal();
        this.dry = dry;
    }

    /**
     * A purchase.
     *
     * @param price without what a minimum area adds
     * @param shipment on its way; of a dry purchaser nothing ever comes
     */
    record Purchase(Cost cost, double price, ImageSource.Shipment shipment) {}

    /** Buys patches, or none of them if a limit would be passed. */
    Optional<Purchase> buy(Chip chip, List<Integer> patches) throws IOException {
        SortedSet<Piece> pieces = view.pieces(chip, patches);
        List<PixelBox> boxes =
                patches.stream().map(patch -> chip.patchBox(grid, patch)).toList();
        Cost cost = rehearsal.plan(pieces);
        if (!till.admits(cost, pieces, boxes)) {
            return Optional.empty();
        }
        rehearsal.buy(pieces);
        count(chip, patches, pieces);
        double price = till.enter(cost, pieces, boxes);
        return Optional.of(new Purchase(cost, price, dry ? nothing(cost) : image.order(pieces)));
    }

    private void count(Chip chip, List<Integer> patches, SortedSet<Piece> pieces) {
        for (int patch : patches) {
            pixelsWanted += area(view.region(chip, patch));
        }
        for (Piece piece : pieces) {
            if (bought.add(piece)) {
                pixelsBought += area(image.region(piece));
            }
        }
    }

    private static long area(Region region) {
        return (long) region.width() * region.height();
    }

    /** Pixels of the pieces for each pixel of the patches; 1 if nothing was bought. */
    double overRead() {
        return pixelsWanted == 0 ? 1 : (double) pixelsBought / pixelsWanted;
    }

    private static ImageSource.Shipment nothing(Cost cost) {
        return new ImageSource.Shipment() {
            @Override
            public Cost cost() {
                return cost;
            }

            @Override
            public void await() {
                throw new IllegalStateException("nothing was bought");
            }
        };
    }
}
