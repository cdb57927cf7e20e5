package io.patchdrop.imagery.source;

import io.patchdrop.imagery.DecodingLimits;
import io.patchdrop.imagery.ImageDecoder;
import io.patchdrop.imagery.ImageHeader;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.geo.GeoReference;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A small image file of one of the formats of {@link ImageDecoder}, such as a thumbnail: one level, one piece, which is the
 * whole file. Opening it reads as much of its beginning as tells its size.
 */
public final class PlainImage implements ImageSource {
    /** The largest file: 64 MiB and 50 megapixels. */
    public static final DecodingLimits LIMITS = new DecodingLimits(64 << 20, 50_000_000);

    private static final Piece WHOLE = new Piece(0, 0, 0);

    private final BoughtBytes bytes;
    private final ByteRange file;
    private final Level level;

    private PlainImage(BoughtBytes bytes, ByteRange file, Level level) {
        this.bytes = bytes;
        this.file = file;
        this.level = level;
    }

    /**
     * Opens an image.
     *
     * @param bytes closed with the image, also if it cannot be opened
     * @throws UnusableImageException if it is no image, or larger than {@link #LIMITS}
     * @throws io.patchdrop.imagery.bytes.ByteSourceException if its beginning cannot be had
     */
    public static PlainImage open(BoughtBytes bytes) throws IOException {
        try {
            long length = bytes.length();
            if (length == 0) {
                throw new UnusableImageException("the file is empty");
            }
            if (length > LIMITS.bytes()) {
                throw new UnusableImageException("the file is larger than " + (LIMITS.bytes() >> 20) + " MiB");
            }
            ImageHeader header = header(bytes);
            return new PlainImage(bytes, new ByteRange(0, length), new Level(header.width(), header.height(), 1));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static ImageHeader header(BoughtBytes bytes) throws IOException {
        try (BoughtStream stream = new BoughtStream(bytes)) {
            try {
                return ImageDecoder.header(stream, LIMITS);
            } catch (UnusableImageException e) {
                IOException failure = stream.failure();
                throw failure == null ? e : failure;
            }
        }
    }

    @Override
    public String name() {
        return bytes.name();
    }

    @Override
    public String version() throws IOException {
        return bytes.version();
    }

    @Override
    public List<Level> levels() {
        return List.of(level);
    }

    /** Such files do not say where they lie. */
    @Override
    public Optional<GeoReference> geoReference() {
        return Optional.empty();
    }

    @Override
    public List<Piece> pieces(int number, Region window) {
        boolean inside = window.left() >= 0
                && window.top() >= 0
                && window.width() > 0
                && window.height() > 0
                && window.width() <= level.width() - window.left()
                && window.height() <= level.height() - window.top();
        if (number != 0 || !inside) {
            throw new IllegalArgumentException(window + " is not inside of level " + number);
        }
        return List.of(WHOLE);
    }

    @Override
    public Region region(Piece piece) {
        if (!piece.equals(WHOLE)) {
            throw new IllegalArgumentException(piece + " is not of this image");
        }
        return Region.whole(level.width(), level.height());
    }

    @Override
    public Cost apart(Collection<Piece> pieces) {
        pieces.forEach(this::region);
        return new Cost(pieces.size(), pieces.size() * file.length(), true);
    }

    @Override
    public Shipment order(Collection<Piece> pieces) throws IOException {
        return new WholeShipment(bytes.order(wanted(pieces)));
    }

    private record WholeShipment(BoughtBytes.Order order) implements Shipment {
        @Override
        public Cost cost() {
            return PlainImage.cost(order.requests());
        }

        @Override
        public void await() throws IOException {
            order.await();
        }
    }

    private List<ByteRange> wanted(Collection<Piece> pieces) {
        pieces.forEach(this::region);
        return pieces.isEmpty() ? List.of() : List.of(file);
    }

    private static Cost cost(List<ByteRange> requests) {
        return new Cost(
                requests.size(), requests.stream().mapToLong(ByteRange::length).sum(), true);
    }

    @Override
    public Rehearsal rehearsal() {
        return new Thought(bytes.rehearsal());
    }

    /** @throws UnusableImageException if the file, now that all of it is there, is no image of the size that it claims */
    @Override
    public RgbImage read(int number, Region window) throws IOException {
        pieces(number, window);
        Region.Choice part = (width, height) -> {
            if (width != level.width() || height != level.height()) {
                throw new UnusableImageException("the file contradicts itself about its size");
            }
            return window;
        };
        return ImageDecoder.decode(bytes.get(file), part, LIMITS);
    }

    @Override
    public Ledger ledger() {
        return bytes.ledger();
    }

    @Override
    public Cost boughtBefore() {
        return new Cost(bytes.requestsBefore(), bytes.bytesBefore(), true);
    }

    @Override
    public void close() {
        bytes.close();
    }

    private final class Thought implements Rehearsal {
        private final BoughtBytes.Rehearsal inner;

        private Thought(BoughtBytes.Rehearsal inner) {
            this.inner = inner;
        }

        @Override
        public Cost buy(Collection<Piece> pieces) {
            return cost(inner.buy(wanted(pieces)));
        }

        @Override
        public Cost plan(Collection<Piece> pieces) {
            return cost(inner.plan(wanted(pieces)));
        }
    }
}
