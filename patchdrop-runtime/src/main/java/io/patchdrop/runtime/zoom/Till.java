package io.patchdrop.runtime.zoom;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.PixelBox;
import io.patchdrop.core.price.Bill;
import io.patchdrop.core.price.MergedAreas;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.core.price.Tile;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Piece;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up what is bought, and says whether more may be. */
final class Till {
    private final PriceList prices;
    private final Limits limits;
    private final @Nullable GeoReference ground;
    private final PieceSet tiles = new PieceSet();
    /** The patches so far, if it is the ground that costs. */
    private final List<PixelBox> boxes = new ArrayList<>();

    private Cost cost;
    private long patches;
    private double tilePrice;

    /**
     * @param spent what opening and looking took
     * @throws InvalidInputException if the ground has a price and the image does not say where it lies
     */
    Till(ZoomRequest request, ImageSource image, Cost spent) {
        this(request, request.limits(), image, spent);
    }

    /** As the other constructor, with other limits than the request's. */
    Till(ZoomRequest request, Limits limits, ImageSource image, Cost spent) {
        this.prices = request.prices();
        this.limits = limits;
        this.ground = image.geoReference().orElse(null);
        this.cost = spent;
        if (prices.pricesArea() && ground == null) {
            throw new InvalidInputException(
                    image.name() + " does not say where on Earth it lies, so that a price by area means nothing",
                    "give prices without per_square_kilometre, or an image in EPSG:4326, 3857 or UTM");
        }
    }

    /** Whether the limits let this be bought too. */
    boolean admits(Cost more, Collection<Piece> pieces, List<PixelBox> patchBoxes) {
        if (limits.bytes().isPresent()
                && cost.bytes() + more.bytes() > limits.bytes().getAsLong()) {
            return false;
        }
        if (limits.price().isEmpty()) {
            return true;
        }
        double price = additive(cost.plus(more), patches + patchBoxes.size(), tilePrice + tilePrice(pieces));
        if (prices.pricesArea()) {
            List<PixelBox> all = new ArrayList<>(boxes);
            all.addAll(patchBoxes);
            price += area(all);
        }
        return price <= limits.price().getAsDouble();
    }

    /** What a purchase would cost now, without what a minimum area adds. */
    double priceOf(Cost more, Collection<Piece> pieces, List<PixelBox> patchBoxes) {
        double price = additive(more, patchBoxes.size(), tilePrice(pieces));
        return prices.pricesArea()
                ? price
                        + patchBoxes.stream()
                                        .mapToDouble(this::squareKilometres)
                                        .sum()
                                * prices.perSquareKilometre()
                : price;
    }

    /** Enters a purchase; its price, as {@link #priceOf}. */
    double enter(Cost more, Collection<Piece> pieces, List<PixelBox> patchBoxes) {
        double price = priceOf(more, pieces, patchBoxes);
        tilePrice += tilePrice(pieces);
        pieces.forEach(tiles::add);
        cost = cost.plus(more);
        patches += patchBoxes.size();
        if (prices.pricesArea()) {
            boxes.addAll(patchBoxes);
        }
        return price;
    }

    /** What all of it costs. */
    Bill bill() {
        return new Bill(
                cost.bytes() * prices.perByte(),
                cost.requests() * prices.perRequest(),
                patches * prices.perPatch(),
                tilePrice,
                prices.pricesArea() ? area(boxes) : 0);
    }

    private double additive(Cost of, long patchCount, double ofTiles) {
        return of.bytes() * prices.perByte()
                + of.requests() * prices.perRequest()
                + patchCount * prices.perPatch()
                + ofTiles;
    }

    /** What tiles cost that were not bought before. */
    private double tilePrice(Collection<Piece> pieces) {
        double price = 0;
        for (Piece piece : pieces) {
            if (!tiles.contains(piece)) {
                price += prices.ofTile(new Tile(piece.column(), piece.row()));
            }
        }
        return price;
    }

    private double area(Collection<PixelBox> of) {
        return MergedAreas.squareKilometres(of, this::squareKilometres).stream()
                .mapToDouble(prices::ofArea)
                .sum();
    }

    private double squareKilometres(PixelBox box) {
        return ground == null ? 0 : ground.squareKilometres(new Region(box.x(), box.y(), box.width(), box.height()));
    }
}
