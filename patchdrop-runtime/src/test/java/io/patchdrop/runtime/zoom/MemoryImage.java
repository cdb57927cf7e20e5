package io.patchdrop.runtime.zoom;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.bytes.RangeStore;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An image in memory, laid out as a tiled file: a head, then the tiles of each level, the finest first, row by row, each of
 * another length. It is bought as such a file is: neighbours in one request, every request in the ledger, nothing twice; and
 * pixels are read out of bytes that were bought, so that there are no others. Coarser levels are means.
 */
public final class MemoryImage implements ImageSource {
    /** Bytes of the head, which opening buys. */
    static final int HEAD = 120;

    private final List<Level> levels;
    private final int tile;
    private final @Nullable GeoReference ground;
    private final Map<Piece, ByteRange> places;
    private final MemoryFile file;
    private final BoughtBytes bought;
    private final Cost before;

    private MemoryImage(
            List<Level> levels,
            int tile,
            @Nullable GeoReference ground,
            Map<Piece, ByteRange> places,
            MemoryFile file,
            BoughtBytes bought,
            Cost before) {
        this.levels = levels;
        this.tile = tile;
        this.ground = ground;
        this.places = places;
        this.file = file;
        this.bought = bought;
        this.before = before;
    }

    /** An image whose tiles have a side of so many pixels. */
    public static Builder of(RgbImage image, int tile) {
        return new Builder(image, tile);
    }

    /** What is to be opened. */
    public static final class Builder {
        private final RgbImage image;
        private final int tile;
        private List<Integer> reductions = List.of();
        private @Nullable GeoReference ground;
        private @Nullable Path store;
        private Duration latency = Duration.ZERO;
        private BuyingOptions buying = BuyingOptions.DEFAULT;

        private Builder(RgbImage image, int tile) {
            this.image = image;
            this.tile = tile;
        }

        /** Coarser levels, of which a pixel shows so many times as many pixels across. */
        public Builder reducedBy(Integer... by) {
            reductions = List.of(by);
            return this;
        }

        public Builder at(GeoReference reference) {
            ground = reference;
            return this;
        }

        /** Keeps what is bought in a file, for later openings. */
        public Builder keptIn(Path path) {
            store = path;
            return this;
        }

        /** What every request takes. */
        public Builder withLatency(Duration each) {
            latency = each;
            return this;
        }

        public Builder withBuying(BuyingOptions options) {
            buying = options;
            return this;
        }

        /** Opens it: buys the head, unless it was bought. */
        public MemoryImage open() throws IOException {
            List<RgbImage> pixels = new ArrayList<>(List.of(image));
            List<Level> levels = new ArrayList<>(List.of(new Level(image.width(), image.height(), 1)));
            for (int reduction : reductions) {
                RgbImage coarse = MemoryPixels.reduced(image, reduction);
                pixels.add(coarse);
                levels.add(new Level(coarse.width(), coarse.height(), reduction));
            }
            Map<Piece, ByteRange> places = places(levels, tile);
            int end = places.values().stream()
                    .mapToInt(range -> (int) range.end())
                    .max()
                    .orElse(HEAD);
            byte[] content = new byte[end];
            places.forEach((piece, place) -> {
                byte[] part = MemoryPixels.part(pixels.get(piece.level()), regionOf(levels, tile, piece));
                System.arraycopy(part, 0, content, (int) place.offset(), part.length);
            });
            MemoryFile file = new MemoryFile(content, latency);
            RangeStore kept = store == null ? RangeStore.temporary() : RangeStore.open(store, "memory 1");
            Cost before = new Cost(kept.requests(), kept.bytes(), true);
            BoughtBytes bought = new BoughtBytes(file, kept, buying);
            bought.read(0, HEAD);
            return new MemoryImage(List.copyOf(levels), tile, ground, places, file, bought, before);
        }
    }

    private static Map<Piece, ByteRange> places(List<Level> levels, int tile) {
        Map<Piece, ByteRange> places = new LinkedHashMap<>();
        long offset = HEAD;
        for (int level = 0; level < levels.size(); level++) {
            // What two requests could not share stands between levels.
            offset += 1000;
            for (int row = 0; row * tile < levels.get(level).height(); row++) {
                for (int column = 0; column * tile < levels.get(level).width(); column++) {
                    Piece piece = new Piece(level, column, row);
                    Region region = regionOf(levels, tile, piece);
                    int length = 3 * region.width() * region.height() + (7 * column + 13 * row) % 29;
                    places.put(piece, new ByteRange(offset, length));
                    offset += length;
                }
            }
        }
        return places;
    }

    private static Region regionOf(List<Level> levels, int tile, Piece piece) {
        Level level = levels.get(piece.level());
        int left = piece.column() * tile;
        int top = piece.row() * tile;
        return new Region(left, top, Math.min(tile, level.width() - left), Math.min(tile, level.height() - top));
    }

    /** From now on a piece cannot be had, nor any request that it is part of. */
    public void breakPiece(Piece piece, Problem problem) {
        file.breakRange(place(piece), problem);
    }

    /** It can be had again. */
    public void repair(Piece piece) {
        file.repair(place(piece));
    }

    /** The pieces that are owned. */
    public Set<Piece> owned() {
        return places.keySet().stream()
                .filter(piece -> bought.owns(place(piece)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What all requests of this opening took, that of the head as well. */
    public Cost taken() {
        Ledger.Totals totals = ledger().totals();
        return new Cost(totals.gets(), totals.bytes(), true);
    }

    /** How many requests were answered side by side at most. */
    public int mostSideBySide() {
        return file.mostSideBySide();
    }

    /** The bytes of a piece. */
    public ByteRange place(Piece piece) {
        ByteRange place = places.get(piece);
        if (place == null) {
            throw new IllegalArgumentException("there is no " + piece);
        }
        return place;
    }

    private List<ByteRange> ranges(Collection<Piece> pieces) {
        return pieces.stream().map(this::place).toList();
    }

    private static Cost cost(List<ByteRange> requests) {
        return new Cost(
                requests.size(), requests.stream().mapToLong(ByteRange::length).sum(), true);
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public String version() {
        return file.version();
    }

    @Override
    public List<Level> levels() {
        return levels;
    }

    @Override
    public Optional<GeoReference> geoReference() {
        return Optional.ofNullable(ground);
    }

    @Override
    public List<Piece> pieces(int level, Region window) {
        requireInside(levels.get(level), window);
        List<Piece> pieces = new ArrayList<>();
        for (int row = window.top() / tile; row * tile < window.top() + window.height(); row++) {
            for (int column = window.left() / tile; column * tile < window.left() + window.width(); column++) {
                pieces.add(new Piece(level, column, row));
            }
        }
        return pieces;
    }

    private static void requireInside(Level level, Region window) {
        if (window.left() < 0
                || window.top() < 0
                || window.width() < 1
                || window.height() < 1
                || window.left() + window.width() > level.width()
                || window.top() + window.height() > level.height()) {
            throw new IllegalArgumentException(window + " does not lie in " + level);
        }
    }

    @Override
    public Region region(Piece piece) {
        return regionOf(levels, tile, piece);
    }

    @Override
    public Cost apart(Collection<Piece> pieces) {
        return cost(ranges(pieces));
    }

    @Override
    public Shipment order(Collection<Piece> pieces) throws IOException {
        BoughtBytes.Order order = bought.order(ranges(pieces));
        Cost cost = cost(order.requests());
        return new Shipment() {
            @Override
            public Cost cost() {
                return cost;
            }

            @Override
            public void await() throws IOException {
                order.await();
            }
        };
    }

    @Override
    public Rehearsal rehearsal() {
        BoughtBytes.Rehearsal rehearsal = bought.rehearsal();
        return new Rehearsal() {
            @Override
            public Cost buy(Collection<Piece> pieces) {
                return cost(rehearsal.buy(ranges(pieces)));
            }

            @Override
            public Cost plan(Collection<Piece> pieces) {
                return cost(rehearsal.plan(ranges(pieces)));
            }
        };
    }

    @Override
    public RgbImage read(int level, Region window) {
        byte[] pixels = new byte[3 * window.width() * window.height()];
        for (Piece piece : pieces(level, window)) {
            MemoryPixels.copy(bought.get(place(piece)), region(piece), pixels, window);
        }
        return new RgbImage(window.width(), window.height(), pixels);
    }

    @Override
    public Ledger ledger() {
        return file.ledger();
    }

    @Override
    public Cost boughtBefore() {
        return before;
    }

    @Override
    public void close() {
        bought.close();
    }
}
