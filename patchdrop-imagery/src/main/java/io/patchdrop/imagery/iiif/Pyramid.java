package io.patchdrop.imagery.iiif;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.util.ArrayList;
import java.util.List;

/** Where the pieces of each level lie, and what they are called in addresses. Pure geometry. */
final class Pyramid {
    private final ServiceInfo info;
    /** As in the names of files. */
    private final String ending;

    private final List<Layer> layers;
    /** The number of the first piece of each layer, and of all at the end. */
    private final long[] first;

    private Pyramid(ServiceInfo info, String ending, List<Layer> layers) throws UnusableImageException {
        this.info = info;
        this.ending = ending;
        this.layers = List.copyOf(layers);
        this.first = new long[layers.size() + 1];
        for (int i = 0; i < layers.size(); i++) {
            first[i + 1] = first[i] + layers.get(i).pieces();
        }
        if (first[layers.size()] > PieceStore.MOST_FILES) {
            throw new UnusableImageException("the image has more pieces than can be counted");
        }
    }

    /**
     * Plans the pieces of a service.
     *
     * @throws UnusableImageException if it does not deliver parts of its image in full resolution
     * @throws InvalidInputException if it does not deliver what the options want
     */
    static Pyramid of(ServiceInfo info, IiifOptions options) throws UnusableImageException {
        List<Layer> layers = Layers.of(info, options);
        if (!info.delivers(options.format())) {
            throw new InvalidInputException(
                    "The service does not deliver " + options.format().ending(), "take jpg");
        }
        return new Pyramid(info, options.format().ending(), layers);
    }

    List<Level> levels() {
        List<Level> levels = new ArrayList<>();
        for (Layer layer : layers) {
            double reduction = layer.factor() > 0 ? layer.factor() : info.width() / (double) layer.width();
            levels.add(new Level(layer.width(), layer.height(), reduction));
        }
        return levels;
    }

    /** How many pieces there are in all. */
    long count() {
        return first[layers.size()];
    }

    /** A piece's place in the order of all pieces. */
    long number(Piece piece) {
        Layer layer = layers.get(piece.level());
        if (piece.column() < 0 || piece.column() >= layer.columns() || piece.row() < 0 || piece.row() >= layer.rows()) {
            throw new IllegalArgumentException(piece + " is not of this image");
        }
        return first[piece.level()] + (long) piece.row() * layer.columns() + piece.column();
    }

    /** The piece of a number below {@link #count}. */
    Piece piece(long number) {
        int level = 0;
        while (number >= first[level + 1]) {
            level++;
        }
        long inside = number - first[level];
        int columns = layers.get(level).columns();
        return new Piece(level, (int) (inside % columns), (int) (inside / columns));
    }

    /** The pieces that a window touches, by row and column. */
    List<Piece> pieces(int level, Region window) {
        Layer layer = layers.get(level);
        boolean inside = window.left() >= 0
                && window.top() >= 0
                && window.width() > 0
                && window.height() > 0
                && window.width() <= layer.width() - window.left()
                && window.height() <= layer.height() - window.top();
        if (!inside) {
            throw new IllegalArgumentException(window + " is not inside of level " + level);
        }
        List<Piece> pieces = new ArrayList<>();
        int lastColumn = (window.left() + window.width() - 1) / layer.tileWidth();
        int lastRow = (window.top() + window.height() - 1) / layer.tileHeight();
        for (int row = window.top() / layer.tileHeight(); row <= lastRow; row++) {
            for (int column = window.left() / layer.tileWidth(); column <= lastColumn; column++) {
                pieces.add(new Piece(level, column, row));
            }
        }
        return pieces;
    }

    /** The part of its level that a piece shows. */
    Region region(Piece piece) {
        number(piece);
        Layer layer = layers.get(piece.level());
        int left = piece.column() * layer.tileWidth();
        int top = piece.row() * layer.tileHeight();
        return new Region(
                left,
                top,
                Math.min(layer.tileWidth(), layer.width() - left),
                Math.min(layer.tileHeight(), layer.height() - top));
    }

    /** Whether a piece's height may be one off, because the service computes it. */
    boolean heightIsRounded(Piece piece) {
        Layer layer = layers.get(piece.level());
        return sizing(layer, cut(layer, region(piece)), region(piece)) == Layer.Sizing.WIDTH;
    }

    /** What comes behind the service's address: {@code /region/size/0/default.jpg}. */
    String path(Piece piece) {
        Layer layer = layers.get(piece.level());
        Region region = region(piece);
        Cut cut = cut(layer, region);
        String part = cut.equals(new Cut(0, 0, info.width(), info.height()))
                ? "full"
                : cut.left() + "," + cut.top() + "," + cut.width() + "," + cut.height();
        String size =
                switch (sizing(layer, cut, region)) {
                    case BOTH -> region.width() + "," + region.height();
                    case WIDTH -> region.width() + ",";
                    case NONE -> info.version() == 3 ? "max" : "full";
                };
        return "/" + part + "/" + size + "/0/default." + ending;
    }

    /** A part of the image in full resolution. */
    private record Cut(long left, long top, long width, long height) {}

    private Cut cut(Layer layer, Region region) {
        if (layer.factor() == 0) {
            return new Cut(0, 0, info.width(), info.height());
        }
        long left = (long) region.left() * layer.factor();
        long top = (long) region.top() * layer.factor();
        return new Cut(
                left,
                top,
                Math.min((long) region.width() * layer.factor(), info.width() - left),
                Math.min((long) region.height() * layer.factor(), info.height() - top));
    }

    private Layer.Sizing sizing(Layer layer, Cut cut, Region region) {
        boolean original = region.width() == info.width() && region.height() == info.height();
        if (original && !info.cutsRegions()) {
            return Layer.Sizing.NONE;
        }
        boolean proportional = cut.width() == (long) region.width() * layer.factor()
                && cut.height() == (long) region.height() * layer.factor();
        boolean free = info.cutsRegions() && info.scalesToBoth();
        return layer.sizing() == Layer.Sizing.WIDTH && free && !proportional ? Layer.Sizing.BOTH : layer.sizing();
    }

    /** Says where each piece is and what it is called: other pieces, another text. */
    @Override
    public String toString() {
        return info.version() + " " + info.width() + " x " + info.height() + " " + layers + " " + ending;
    }
}
