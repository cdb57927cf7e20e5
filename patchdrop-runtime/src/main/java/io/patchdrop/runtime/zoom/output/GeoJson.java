package io.patchdrop.runtime.zoom.output;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.Footprints;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.geo.Position;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.ResultFields;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chips and patches as GeoJSON (RFC 7946), a line for each Feature; as many as there are, one at a time in memory. */
final class GeoJson {
    private static final int BUFFER = 1 << 16;

    private GeoJson() {}

    /** Writes a Feature for each chip. */
    static void chips(Path file, GeoReference ground, List<ChipResult> results, List<String> classes)
            throws IOException {
        write(file, collection -> {
            for (ChipResult result : results) {
                Map<String, @Nullable Object> properties = ResultFields.of(result, classes);
                properties.put("patches", result.patches().size());
                properties.remove("probabilities");
                collection.add(
                        result.chip().number(), geometry(ground, result.chip().window()), properties);
            }
        });
    }

    /**
     * Writes a Feature for each patch that was bought.
     *
     * @param grid G
     */
    static void patches(Path file, GeoReference ground, List<ChipResult> results, int grid) throws IOException {
        write(file, collection -> {
            for (ChipResult result : results) {
                for (int order = 0; order < result.patches().size(); order++) {
                    int patch = result.patches().get(order);
                    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
                    properties.put("chip", result.chip().number());
                    properties.put("patch", patch);
                    properties.put("order", order);
                    collection.add(null, geometry(ground, result.chip().patch(grid, patch)), properties);
                }
            }
        });
    }

    /** The footprint of a region: a Polygon, or a MultiPolygon if the antimeridian cuts it; null if it has no place. */
    static @Nullable Map<String, @Nullable Object> geometry(GeoReference ground, Region region) {
        List<List<Position>> rings;
        try {
            rings = Footprints.rings(ground, region);
        } catch (InvalidInputException e) {
            // A corner lies nowhere on Earth; RFC 7946, 3.2, has features without a place.
            return null;
        }
        List<List<List<List<Double>>>> polygons =
                rings.stream().map(ring -> List.of(coordinates(ring))).toList();
        if (polygons.isEmpty()) {
            return null;
        }
        Map<String, @Nullable Object> geometry = new LinkedHashMap<>();
        geometry.put("type", polygons.size() == 1 ? "Polygon" : "MultiPolygon");
        geometry.put("coordinates", polygons.size() == 1 ? polygons.get(0) : polygons);
        return geometry;
    }

    private static List<List<Double>> coordinates(List<Position> ring) {
        return ring.stream()
                .map(position -> List.of(position.longitude(), position.latitude()))
                .toList();
    }

    /** The box around a region as RFC 7946, 5, has it: west, south, east, north; west is the greater where 180 is inside. */
    static List<Double> box(GeoReference ground, Region region) {
        List<List<Position>> rings = Footprints.rings(ground, region);
        double south = rings.stream()
                .flatMap(List::stream)
                .mapToDouble(Position::latitude)
                .min()
                .orElseThrow();
        double north = rings.stream()
                .flatMap(List::stream)
                .mapToDouble(Position::latitude)
                .max()
                .orElseThrow();
        double west =
                rings.get(0).stream().mapToDouble(Position::longitude).min().orElseThrow();
        double east = rings.get(rings.size() - 1).stream()
                .mapToDouble(Position::longitude)
                .max()
                .orElseThrow();
        return List.of(west, south, east, north);
    }

    private interface Features {
        void addTo(Collection collection) throws IOException;
    }

    private static void write(Path file, Features features) throws IOException {
        AtomicFile.write(file, out -> {
            OutputStream buffered = new BufferedOutputStream(out, BUFFER);
            Collection collection = new Collection(buffered);
            collection.text("{\"type\":\"FeatureCollection\",\"features\":[");
            features.addTo(collection);
            collection.text("\n]}\n");
            buffered.flush();
        });
    }

    /** A FeatureCollection under way. */
    private static final class Collection {
        private final OutputStream out;
        private boolean any;

        private Collection(OutputStream out) {
            this.out = out;
        }

        private void text(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        private void add(
                @Nullable Integer id,
                @Nullable Map<String, @Nullable Object> geometry,
                Map<String, @Nullable Object> properties)
                throws IOException {
            Map<String, @Nullable Object> feature = new LinkedHashMap<>();
            feature.put("type", "Feature");
            if (id != null) {
                feature.put("id", id);
            }
            feature.put("geometry", geometry);
            feature.put("properties", properties);
            text(any ? ",\n" : "\n");
            out.write(Json.write(feature));
            any = true;
        }
    }
}
