package io.patchdrop.imagery.stac;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.JsonFields;
import java.util.List;
import java.util.Optional;

/**
 * A rectangle in WGS 84.
 *
 * @param west degrees, -180 to 180; more than {@code east} if it crosses the 180th meridian
 * @param south degrees, -90 to 90
 * @param east degrees, -180 to 180
 * @param north degrees, {@code south} to 90
 */
public record StacBounds(double west, double south, double east, double north) {
    /** @throws InvalidInputException if the field bbox is not such a rectangle, or box with heights */
    static Optional<StacBounds> of(JsonFields item) {
        List<Double> box = item.optionalNumbers("bbox");
        if (!item.has("bbox")) {
            return Optional.empty();
        }
        if (box.size() != 4 && box.size() != 6) {
            throw item.wrong("bbox", "does not have 4 or 6 numbers");
        }
        int half = box.size() / 2;
        StacBounds bounds = new StacBounds(box.get(0), box.get(1), box.get(half), box.get(half + 1));
        boolean onEarth = Math.abs(bounds.west) <= 180
                && Math.abs(bounds.east) <= 180
                && bounds.south >= -90
                && bounds.south <= bounds.north
                && bounds.north <= 90;
        if (!onEarth) {
            throw item.wrong("bbox", "is no rectangle of longitudes and latitudes");
        }
        return Optional.of(bounds);
    }
}
