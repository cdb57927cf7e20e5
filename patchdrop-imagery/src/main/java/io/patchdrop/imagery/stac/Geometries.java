package io.patchdrop.imagery.stac;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.JsonFields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks GeoJSON geometries (RFC 7946, 3.1). */
final class Geometries {
    /** How many arrays lie around the numbers, by kind. */
    private static final Map<String, Integer> DEPTHS = Map.of(
            "Point", 1,
            "MultiPoint", 2,
            "LineString", 2,
            "MultiLineString", 3,
            "Polygon", 3,
            "MultiPolygon", 4);

    private Geometries() {}

    /** @throws InvalidInputException if it is none */
    static void check(JsonFields geometry) {
        String type = geometry.text("type");
        if (type.equals("GeometryCollection")) {
            geometry.list("geometries");
            geometry.optionalObjects("geometries").forEach(Geometries::check);
            return;
        }
        Integer depth = DEPTHS.get(type);
        if (depth == null) {
            throw geometry.wrong("type", "is no kind of geometry");
        }
        if (!isNested(geometry.list("coordinates"), depth)) {
            throw geometry.wrong("coordinates", "is not what a " + type + " has");
        }
    }

    private static boolean isNested(@Nullable Object value, int depth) {
        if (!(value instanceof List<?> values)) {
            return false;
        }
        if (depth > 1) {
            return values.stream().allMatch(each -> isNested(each, depth - 1));
        }
        return values.size() >= 2
                && values.stream()
                        .allMatch(each -> each instanceof Number number && Double.isFinite(number.doubleValue()));
    }
}
