package io.patchdrop.runtime.zoom;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.geo.Windows;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which chips of an image are asked for, before the image is known.
 *
 * @param areas parts of the image; without any, all of it
 * @param side of the squares into which areas are cut, in pixels of full resolution; without one, each area is one chip, and
 *     the whole image is cut into squares of the model's size
 */
public record ChipLayout(List<Area> areas, OptionalInt side) {
    /** A part of an image. */
    public sealed interface Area {}

    /** Pixels of full resolution. */
    public record Window(Region region) implements Area {}

    /** Degrees of longitude and latitude, as {@link Windows#of} takes them. */
    public record Box(double west, double south, double east, double north) implements Area {}

    public ChipLayout {
        areas = List.copyOf(areas);
    }

    /**
     * The chips.
     *
     * @param imageSize of the model, in pixels
     * @param most chips that there may be
     * @throws TooManyChipsException if there are more; no list of them was made
     * @throws InvalidInputException if an area does not lie in the image, or is a box and the image has no place on Earth
     */
    public List<Chip> chips(ImageSource image, int imageSize, long most) {
        Level whole = image.levels().get(0);
        int width = whole.width();
        int height = whole.height();
        if (areas.isEmpty()) {
            return Chips.cut(List.of(Region.whole(width, height)), width, height, side.orElse(imageSize), most);
        }
        if (side.isEmpty() && areas.size() > most) {
            throw new TooManyChipsException("There are " + areas.size() + " chips, more than " + most);
        }
        List<Region> regions = areas.stream().map(area -> region(area, image)).toList();
        return side.isPresent()
                ? Chips.cut(regions, width, height, side.getAsInt(), most)
                : Chips.around(regions, width, height);
    }

    private static Region region(Area area, ImageSource image) {
        if (area instanceof Window window) {
            return window.region();
        }
        Box box = (Box) area;
        GeoReference reference = image.geoReference()
                .orElseThrow(() -> new InvalidInputException(
                        image.name() + " does not say where on Earth it lies", "give windows in pixels"));
        Level whole = image.levels().get(0);
        return Windows.of(reference, box.west(), box.south(), box.east(), box.north(), whole.width(), whole.height());
    }
}
