package io.patchdrop.server.sources;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An open image as one request sees it: what was owned before costs nothing, and the ledger begins with this request. Nobody
 * else uses the image meanwhile. Closing it leaves the image open.
 */
final class RequestView implements ImageSource {
    private final ImageSource image;
    private final int first;
    private final List<Ledger.Entry> lost;

    /**
     * A view from now on.
     *
     * @param first number of the ledger's first entry that belongs to this request
     * @param lost entries of an opening that this one takes the place of, in the same request
     */
    RequestView(ImageSource image, int first, List<Ledger.Entry> lost) {
        this.image = image;
        this.first = first;
        this.lost = lost;
    }

    @Override
    public String name() {
        return image.name();
    }

    @Override
    public String version() throws IOException {
        return image.version();
    }

    @Override
    public List<Level> levels() {
        return image.levels();
    }

    @Override
    public Optional<GeoReference> geoReference() {
        return image.geoReference();
    }

    @Override
    public List<Piece> pieces(int level, Region window) throws IOException {
        return image.pieces(level, window);
    }

    @Override
    public Region region(Piece piece) {
        return image.region(piece);
    }

    @Override
    public Cost apart(Collection<Piece> pieces) throws IOException {
        return image.apart(pieces);
    }

    @Override
    public Shipment order(Collection<Piece> pieces) throws IOException {
        return image.order(pieces);
    }

    @Override
    public Rehearsal rehearsal() {
        return image.rehearsal();
    }

    @Override
    public RgbImage read(int level, Region window) throws IOException {
        return image.read(level, window);
    }

    @Override
    public Ledger ledger() {
        Ledger own = new Ledger();
        lost.forEach(own::enter);
        image.ledger().entriesFrom(first).forEach(own::enter);
        return own;
    }

    @Override
    public Cost boughtBefore() {
        return Cost.NONE;
    }

    @Override
    public void close() {}
}
