package io.patchdrop.imagery.iiif;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.BundleArchive;
import io.patchdrop.imagery.DecodingLimits;
import io.patchdrop.imagery.ImageDecoder;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.Fetcher;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.bytes.RangeStore;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An image of a service that speaks the IIIF Image API, version 2 or 3. A piece is bought with one request, and kept once it
 * is an image of the size asked for. Requests go to where {@code info.json} was read, whatever address it claims for
 * itself; a query of that address goes along.
 */
public final class IiifSource implements ImageSource {
    private static final int LONGEST_INFO = 1 << 20;
    /** Pixels of an image that takes little memory. */
    private static final long SMALL = 4_000_000;

    private final ServiceAddress address;
    private final Pyramid pyramid;
    private final List<Level> levels;
    private final Fetcher fetcher;
    private final PieceStore store;
    private final IiifOptions options;
    private final Averages averages;
    private final SideBySide<Piece> purchases;
    private final Cost boughtBefore;

    private IiifSource(
            ServiceAddress address, Pyramid pyramid, Fetcher fetcher, PieceStore store, IiifOptions options) {
        this.address = address;
        this.pyramid = pyramid;
        this.levels = List.copyOf(pyramid.levels());
        this.fetcher = fetcher;
        this.store = store;
        this.options = options;
        this.averages = new Averages(levels.size(), options.format());
        this.purchases = new SideBySide<>(address.name(), options.connections(), this::owns, this::fetch);
        this.boughtBefore = countKept();
    }

    private Cost countKept() {
        long[] bytes = new long[1];
        store.forEach((number, length) -> {
            if (number < pyramid.count()) {
                Piece piece = pyramid.piece(number);
                averages.add(piece.level(), pixels(piece), length);
            }
            bytes[0] += length;
        });
        return new Cost(store.requests(), bytes[0], true);
    }

    /**
     * Opens an image: fetches its {@code info.json}.
     *
     * @param location its address, with {@code /info.json} or without
     * @param fetcher closed with the source, also if it cannot be opened
     * @param kept the file of what is bought, made if it is not there; if empty, a temporary one
     * @throws io.patchdrop.imagery.bytes.ByteSourceException if {@code info.json} cannot be had
     * @throws UnusableImageException if it describes no image that can be bought in pieces
     * @throws InvalidInputException if the location is no address, the service does not deliver what the options want, or
     *     the file keeps pieces of something else or is in use
     */
    public static IiifSource open(String location, Fetcher fetcher, Optional<Path> kept, IiifOptions options)
            throws IOException {
        try {
            ServiceAddress address = ServiceAddress.of(location);
            byte[] text = fetcher.get(address.at("/info.json"), LONGEST_INFO);
            Pyramid pyramid = Pyramid.of(ServiceInfo.read(text, LONGEST_INFO), options);
            RangeStore store =
                    kept.isPresent() ? RangeStore.open(kept.get(), identity(address, pyramid)) : RangeStore.temporary();
            return new IiifSource(address, pyramid, fetcher, new PieceStore(store), options);
        } catch (IOException | RuntimeException e) {
            fetcher.close();
            throw e;
        }
    }

    /** The name may be longer than an identity; the hash is of all of it. */
    private static String identity(ServiceAddress address, Pyramid pyramid) {
        String name = address.name();
        return "iiif " + hash(name + "\n" + pyramid) + " " + name.substring(0, Math.min(name.length(), 500));
    }

    private static String hash(String text) {
        return BundleArchive.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    @Override
    public String name() {
        return address.name();
    }

    /** Tells one size, and one cut into pieces, from another: services do not say when the pixels have changed. */
    @Override
    public String version() {
        return hash(pyramid.toString());
    }

    @Override
    public List<Level> levels() {
        return levels;
    }

    /** Services do not say where an image lies. */
    @Override
    public Optional<GeoReference> geoReference() {
        return Optional.empty();
    }

    @Override
    public List<Piece> pieces(int level, Region window) {
        return pyramid.pieces(level, window);
    }

    @Override
    public Region region(Piece piece) {
        return pyramid.region(piece);
    }

    private long pixels(Piece piece) {
        Region region = region(piece);
        return (long) region.width() * region.height();
    }

    private boolean owns(Piece piece) {
        return store.length(pyramid.number(piece)) > 0;
    }

    /** Exact for pieces that are owned. */
    @Override
    public Cost apart(Collection<Piece> pieces) {
        Cost cost = Cost.NONE;
        for (Piece piece : pieces) {
            int length = store.length(pyramid.number(piece));
            cost = cost.plus(length > 0 ? new Cost(1, length, true) : estimate(piece));
        }
        return cost;
    }

    private Cost estimate(Piece piece) {
        return new Cost(1, averages.estimate(piece.level(), pixels(piece)), false);
    }

    /** Its cost is an estimate, as of now. */
    @Override
    public Shipment order(Collection<Piece> pieces) throws IOException {
        pieces.forEach(pyramid::number);
        SideBySide<Piece>.Order order = purchases.order(pieces);
        Cost cost = order.own().stream().map(this::estimate).reduce(Cost.NONE, Cost::plus);
        return new IiifShipment(cost, order);
    }

    private record IiifShipment(Cost cost, SideBySide<Piece>.Order order) implements Shipment {
        @Override
        public void await() throws IOException {
            order.await();
        }
    }

    private void fetch(Piece piece) throws IOException {
        byte[] encoded = fetcher.get(address.at(pyramid.path(piece)), options.longest());
        if (encoded.length > PieceStore.LONGEST) {
            throw new UnusableImageException(pyramid.path(piece) + ": it has " + encoded.length + " bytes");
        }
        // An answer that is no such image is not worth keeping: asked again, the service may have recovered.
        decode(piece, encoded);
        store.add(pyramid.number(piece), encoded);
        averages.add(piece.level(), pixels(piece), encoded.length);
    }

    /** The pixels of a piece, of exactly its size. */
    private RgbImage decode(Piece piece, byte[] encoded) throws UnusableImageException {
        Region region = region(piece);
        int mostOff = pyramid.heightIsRounded(piece) ? 1 : 0;
        try {
            // The size is checked before pixels are decoded; the limit is for the checks before that.
            long most = Math.max(SMALL, (long) region.width() * (region.height() + 1));
            Region.Choice whole = (width, height) -> {
                if (width != region.width() || Math.abs(height - region.height()) > mostOff) {
                    throw new UnusableImageException("the service sent " + width + " x " + height + " pixels, not "
                            + region.width() + " x " + region.height());
                }
                return Region.whole(width, height);
            };
            RgbImage image = ImageDecoder.decode(encoded, whole, DecodingLimits.DEFAULT.withPixels(most));
            return image.height() == region.height() ? image : withHeight(image, region.height());
        } catch (IOException e) {
            throw new UnusableImageException(pyramid.path(piece) + ": " + e.getMessage(), e);
        }
    }

    /** Without its last row, or with that repeated. */
    private static RgbImage withHeight(RgbImage image, int height) {
        int row = 3 * image.width();
        byte[] pixels = Arrays.copyOf(image.pixels(), height * row);
        if (height > image.height()) {
            System.arraycopy(pixels, (image.height() - 1) * row, pixels, (height - 1) * row, row);
        }
        return new RgbImage(image.width(), height, pixels);
    }

    @Override
    public RgbImage read(int level, Region window) throws IOException {
        List<Piece> pieces = pieces(level, window);
        for (Piece piece : pieces) {
            if (!owns(piece)) {
                throw new IllegalStateException(piece + " of " + name() + " was not bought");
            }
        }
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(3, window.width()), window.height())];
        for (Piece piece : pieces) {
            RgbImage image = decode(piece, store.get(pyramid.number(piece)));
            copy(image, region(piece), pixels, window);
        }
        return new RgbImage(window.width(), window.height(), pixels);
    }

    private static void copy(RgbImage image, Region from, byte[] pixels, Region window) {
        int left = Math.max(from.left(), window.left());
        int right = Math.min(from.left() + from.width(), window.left() + window.width());
        int top = Math.max(from.top(), window.top());
        int bottom = Math.min(from.top() + from.height(), window.top() + window.height());
        for (int row = top; row < bottom; row++) {
            int source = 3 * ((row - from.top()) * from.width() + left - from.left());
            int target = 3 * ((row - window.top()) * window.width() + left - window.left());
            System.arraycopy(image.pixels(), source, pixels, target, 3 * (right - left));
        }
    }

    @Override
    public Rehearsal rehearsal() {
        return new Thought();
    }

    @Override
    public Ledger ledger() {
        return fetcher.ledger();
    }

    /** Without {@code info.json}, which each opening fetches again. */
    @Override
    public Cost boughtBefore() {
        return boughtBefore;
    }

    @Override
    public void close() {
        purchases.close();
        fetcher.close();
        store.close();
    }

    private final class Thought implements Rehearsal {
        private final Set<Piece> bought = new HashSet<>();

        @Override
        public Cost buy(Collection<Piece> pieces) {
            Cost cost = plan(pieces);
            bought.addAll(pieces);
            return cost;
        }

        @Override
        public Cost plan(Collection<Piece> pieces) {
            Cost cost = Cost.NONE;
            for (Piece piece : new HashSet<>(pieces)) {
                if (!bought.contains(piece) && !owns(piece)) {
                    cost = cost.plus(estimate(piece));
                }
            }
            return cost;
        }
    }
}
