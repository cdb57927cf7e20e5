package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.bytes.RangePlan;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A TIFF file that is bought tile by tile; see the package's description. A piece is a tile of a level: with planar
 * configuration, that of each band that is shown; with an internal mask, the mask's tiles that it touches as well.
 */
public final class TiffSource implements ImageSource {
    private static final long MOST_PIECES = 1_000_000;
    private static final int MOST_PIXELS = 400_000_000;

    private final BoughtBytes bytes;
    private final Pages pages;
    private final List<TiffLevel> images;
    private final List<RgbRendering> renderings;
    private final List<Level> levels;
    private final Optional<GeoReference> geoReference;
    private final TiffReader reader;

    private TiffSource(BoughtBytes bytes, Directory first, List<TiffLevel> images, List<RgbRendering> renderings)
            throws IOException {
        this.bytes = bytes;
        this.pages = first.pages();
        this.geoReference = GeoTags.read(first);
        this.images = images;
        this.renderings = renderings;
        this.reader = new TiffReader(bytes, images);
        double full = images.get(0).width();
        this.levels = images.stream()
                .map(level -> new Level(level.width(), level.height(), full / level.width()))
                .toList();
    }

    /**
     * Opens a file: reads its directories, and no pixels.
     *
     * @param bytes of the file; closed with the source, and left open if this fails
     * @throws UnusableImageException if it is no TIFF file, damaged, not supported, or lacks what the options ask for
     */
    public static TiffSource open(BoughtBytes bytes, TiffOptions options) throws IOException {
        TiffFile file = TiffFile.open(bytes);
        List<TiffLevel> images = TiffLevel.of(file);
        List<RgbRendering> renderings = new ArrayList<>();
        for (TiffLevel level : images) {
            renderings.add(RgbRendering.of(level.image(), options));
        }
        return new TiffSource(bytes, file.directories().get(0), images, renderings);
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
        return levels;
    }

    /** How many bands the file has, those that are not shown included. */
    public int bands() {
        return images.get(0).image().bands();
    }

    /** The type of its samples in lower case, such as {@code uint8}; {@code bit}, if they are single bits. */
    public String sampleType() {
        return images.get(0).image().format().type().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<GeoReference> geoReference() {
        return geoReference;
    }

    @Override
    public List<Piece> pieces(int level, Region window) throws IOException {
        Region touched = images.get(level).image().grid().touched(window);
        if ((long) touched.width() * touched.height() > MOST_PIECES) {
            throw new UnusableImageException("a window of " + window.width() + " x " + window.height()
                    + " pixels is in more than " + MOST_PIECES + " tiles; rewrite it with gdal_translate -of COG");
        }
        List<Piece> pieces = new ArrayList<>();
        for (int row = touched.top(); row < touched.top() + touched.height(); row++) {
            for (int column = touched.left(); column < touched.left() + touched.width(); column++) {
                pieces.add(new Piece(level, column, row));
            }
        }
        fetchIndex(pieces);
        return List.copyOf(pieces);
    }

    @Override
    public Region region(Piece piece) {
        return images.get(piece.level()).image().grid().region(piece.column(), piece.row());
    }

    @Override
    public Cost apart(Collection<Piece> pieces) throws IOException {
        fetchIndex(pieces);
        Cost sum = Cost.NONE;
        for (Piece piece : pieces) {
            // Alone, a piece is one range or a few that lie far apart: how they are merged hardly ever matters.
            BuyingOptions usual = BuyingOptions.DEFAULT;
            sum = sum.plus(cost(RangePlan.merge(ranges(piece), usual.gap(), usual.longest())));
        }
        return sum;
    }

    private static Cost cost(List<ByteRange> requests) {
        return new Cost(
                requests.size(), requests.stream().mapToLong(ByteRange::length).sum(), true);
    }

    @Override
    public Shipment order(Collection<Piece> pieces) throws IOException {
        fetchIndex(pieces);
        List<ByteRange> ranges = new ArrayList<>();
        UnusableImageException damage = null;
        for (Piece piece : pieces) {
            try {
                ranges.addAll(ranges(piece));
            } catch (UnusableImageException e) {
                damage = e;
            }
        }
        return new TiffShipment(bytes.order(ranges), Optional.ofNullable(damage));
    }

    /** What was ordered, and what could not be because it lies nowhere. */
    private record TiffShipment(BoughtBytes.Order order, Optional<UnusableImageException> damage) implements Shipment {
        @Override
        public Cost cost() {
            return TiffSource.cost(order.requests());
        }

        @Override
        public void await() throws IOException {
            order.await();
            if (damage.isPresent()) {
                throw damage.get();
            }
        }
    }

    @Override
    public Rehearsal rehearsal() {
        return new TiffRehearsal();
    }

    @Override
    public RgbImage read(int level, Region window) throws IOException {
        if (window.width() > MOST_PIXELS / Math.max(1, window.height())) {
            throw new UnusableImageException("a window of " + window.width() + " x " + window.height()
                    + " pixels is more than " + MOST_PIXELS + " pixels");
        }
        TiffLevel images = this.images.get(level);
        RgbRendering rendering = renderings.get(level);
        Samples samples = reader.read(images.image(), rendering.bands(), window);
        Optional<Samples> mask = Optional.empty();
        if (images.mask().isPresent()) {
            mask = Optional.of(reader.read(images.mask().get(), List.of(0), window));
        }
        return rendering.render(samples, mask);
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

    /** Buys what lists the tiles of some pieces. */
    private void fetchIndex(Collection<Piece> pieces) throws IOException {
        Map<Integer, List<Piece>> byLevel = pieces.stream().collect(Collectors.groupingBy(Piece::level));
        for (Map.Entry<Integer, List<Piece>> entry : byLevel.entrySet()) {
            TiffLevel level = images.get(entry.getKey());
            level.image().index().fetch(all(entry.getValue(), this::tiles));
            if (level.mask().isPresent()) {
                level.mask().get().index().fetch(all(entry.getValue(), this::maskTiles));
            }
        }
    }

    private static List<Long> all(List<Piece> pieces, Function<Piece, List<Long>> tiles) {
        return pieces.stream().flatMap(piece -> tiles.apply(piece).stream()).toList();
    }

    private List<Long> tiles(Piece piece) {
        return TiffReader.tiles(
                images.get(piece.level()).image(), renderings.get(piece.level()).bands(), region(piece));
    }

    private List<Long> maskTiles(Piece piece) {
        return images.get(piece.level())
                .mask()
                .map(mask -> TiffReader.tiles(mask, List.of(0), region(piece)))
                .orElse(List.of());
    }

    /** What a piece consists of, without what is empty; its index was fetched. */
    private List<ByteRange> ranges(Piece piece) throws UnusableImageException {
        TiffLevel level = images.get(piece.level());
        List<ByteRange> ranges = new ArrayList<>();
        for (long tile : tiles(piece)) {
            level.image().index().range(tile).ifPresent(ranges::add);
        }
        for (long tile : maskTiles(piece)) {
            level.mask().orElseThrow().index().range(tile).ifPresent(ranges::add);
        }
        return ranges;
    }

    /** What is read of the index in the meantime counts as owned. */
    private final class TiffRehearsal implements Rehearsal {
        private final BoughtBytes.Rehearsal rehearsal;
        private int indexPurchases;

        private TiffRehearsal() {
            // What is bought between these two lines is counted as owned twice, which changes nothing.
            indexPurchases = pages.purchases();
            rehearsal = bytes.rehearsal();
        }

        @Override
        public Cost buy(Collection<Piece> pieces) throws IOException {
            return cost(rehearsal.buy(wanted(pieces)));
        }

        @Override
        public Cost plan(Collection<Piece> pieces) throws IOException {
            return cost(rehearsal.plan(wanted(pieces)));
        }

        private List<ByteRange> wanted(Collection<Piece> pieces) throws IOException {
            fetchIndex(pieces);
            for (List<ByteRange> purchase : pages.purchasesFrom(indexPurchases)) {
                rehearsal.buy(purchase);
                indexPurchases++;
            }
            List<ByteRange> wanted = new ArrayList<>();
            for (Piece piece : pieces) {
                wanted.addAll(ranges(piece));
            }
            return wanted;
        }
    }
}
