package io.patchdrop.imagery.iiif;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.UnusableImageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which levels an image has.
 *
 * <p>A service that cuts out any region and scales it has a level for each factor of its tiles, else for 1, 2, 4 and so on
 * until a level fits into one piece. One that does not (level 0) has those of its tiles, whose addresses are canonical: it
 * may be a folder of files. One that cuts out but does not scale has full resolution and, each in one piece, the sizes that
 * it lists.
 */
final class Layers {
    private static final int DEFAULT_TILE = 512;
    /** The most pixels of a listed size that is bought in one piece. */
    private static final long LARGEST_WHOLE = 16_000_000;

    private Layers() {}

    /**
     * The levels, the finest first.
     *
     * @throws UnusableImageException if the service does not deliver parts of its image in full resolution
     * @throws InvalidInputException if it does not deliver the size of tiles that the options want
     */
    static List<Layer> of(ServiceInfo info, IiifOptions options) throws UnusableImageException {
        if (info.cutsRegions() && (info.scalesToBoth() || info.scalesToWidth())) {
            return cutAndScaled(info, options);
        }
        return info.cutsRegions() ? cut(info, options) : tiles(info, options);
    }

    private static List<Layer> cutAndScaled(ServiceInfo info, IiifOptions options) throws UnusableImageException {
        Map<Integer, ServiceInfo.Size> tiles = new TreeMap<>();
        ServiceInfo.Size usual = usualTile(info, options);
        tiles.put(1, usual);
        for (ServiceInfo.Tiles each : info.tiles()) {
            ServiceInfo.Size tile = options.tile().isPresent() || !isUsable(each) ? usual : size(each);
            each.factors().forEach(factor -> tiles.put(factor, tile));
        }
        if (info.tiles().isEmpty()) {
            long larger = Math.max(info.width(), info.height());
            for (int factor = 2; larger * 2 > (long) factor * usual.width() && factor < 1 << 30; factor *= 2) {
                tiles.put(factor, usual);
            }
        }
        List<Layer> layers = new ArrayList<>();
        for (Map.Entry<Integer, ServiceInfo.Size> each : tiles.entrySet()) {
            ServiceInfo.Size tile = within(each.getValue(), info.most());
            // Where the service always computes the height, a strip at the edge that is no multiple of the factor is
            // left
            // out: its piece would be of another scale.
            boolean both = info.scalesToBoth() && (info.version() == 3 || !info.scalesToWidth());
            add(layers, info, each.getKey(), tile, both ? Layer.Sizing.BOTH : Layer.Sizing.WIDTH, info.scalesToBoth());
        }
        return layers;
    }

    private static List<Layer> cut(ServiceInfo info, IiifOptions options) throws UnusableImageException {
        List<Layer> layers = new ArrayList<>();
        add(layers, info, 1, within(usualTile(info, options), info.most()), Layer.Sizing.NONE, true);
        info.sizes().stream()
                .distinct()
                .filter(size -> isReduced(size, info))
                .sorted(Comparator.comparingInt((ServiceInfo.Size size) -> -size.width()))
                .forEach(size -> layers.add(
                        new Layer(0, size.width(), size.height(), size.width(), size.height(), canonical(info))));
        return layers;
    }

    private static boolean isReduced(ServiceInfo.Size size, ServiceInfo info) {
        double height = (double) info.height() * size.width() / info.width();
        return size.width() < info.width()
                && Math.abs(size.height() - height) <= 1
                && (long) size.width() * size.height() <= LARGEST_WHOLE;
    }

    private static List<Layer> tiles(ServiceInfo info, IiifOptions options) throws UnusableImageException {
        Map<Integer, ServiceInfo.Size> tiles = new TreeMap<>();
        for (ServiceInfo.Tiles each : info.tiles()) {
            ServiceInfo.Size size = usable(size(each));
            each.factors().forEach(factor -> tiles.put(factor, size));
        }
        if (!tiles.containsKey(1)) {
            throw new UnusableImageException(
                    "the service delivers no parts of the image in full resolution: it is of level 0 and offers no tiles");
        }
        if (options.tile().isPresent()) {
            throw new InvalidInputException(
                    "The service does not cut out any region (it is of level 0)", "leave the size of tiles to it");
        }
        List<Layer> layers = new ArrayList<>();
        tiles.forEach((factor, tile) -> add(layers, info, factor, tile, canonical(info), true));
        return layers;
    }

    private static Layer.Sizing canonical(ServiceInfo info) {
        return info.version() == 3 ? Layer.Sizing.BOTH : Layer.Sizing.WIDTH;
    }

    /** @param edges whether the last pixels, which stand for less than a whole factor, count */
    private static void add(
            List<Layer> layers,
            ServiceInfo info,
            int factor,
            ServiceInfo.Size tile,
            Layer.Sizing sizing,
            boolean edges) {
        int width = edges ? (int) Layer.ceilDiv(info.width(), factor) : info.width() / factor;
        int height = edges ? (int) Layer.ceilDiv(info.height(), factor) : info.height() / factor;
        if (width > 0 && height > 0 && factor <= Math.max(info.width(), info.height())) {
            layers.add(new Layer(factor, width, height, tile.width(), tile.height(), sizing));
        }
    }

    private static ServiceInfo.Size usualTile(ServiceInfo info, IiifOptions options) {
        boolean offered = options.tile().isEmpty()
                && !info.tiles().isEmpty()
                && isUsable(info.tiles().get(0));
        int side = options.tile().orElse(DEFAULT_TILE);
        return offered ? size(info.tiles().get(0)) : new ServiceInfo.Size(side, side);
    }

    private static ServiceInfo.Size size(ServiceInfo.Tiles tiles) {
        return new ServiceInfo.Size(tiles.width(), tiles.height());
    }

    /** Services offer even whole images and strips of a few lines as tiles. */
    private static boolean isUsable(ServiceInfo.Tiles tiles) {
        return isUsable(size(tiles));
    }

    private static boolean isUsable(ServiceInfo.Size size) {
        return Math.min(size.width(), size.height()) >= IiifOptions.SMALLEST_TILE
                && Math.max(size.width(), size.height()) <= IiifOptions.LARGEST_TILE;
    }

    private static ServiceInfo.Size usable(ServiceInfo.Size size) throws UnusableImageException {
        if (!isUsable(size)) {
            throw new UnusableImageException("its pieces of " + size.width() + " x " + size.height()
                    + " pixels are not of " + IiifOptions.SMALLEST_TILE + " to " + IiifOptions.LARGEST_TILE);
        }
        return size;
    }

    /** A tile that is not larger than the service delivers. */
    private static ServiceInfo.Size within(ServiceInfo.Size tile, ServiceInfo.Most most) throws UnusableImageException {
        int width = Math.min(tile.width(), most.width());
        int height = Math.min(tile.height(), most.height());
        if ((long) width * height > most.area()) {
            int side = (int) Math.sqrt((double) most.area());
            width = Math.min(width, side);
            height = Math.min(height, side);
        }
        return usable(new ServiceInfo.Size(width, height));
    }
}
