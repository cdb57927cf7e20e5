package io.patchdrop.server.sources;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.Footprints;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.geo.PixelPosition;
import io.patchdrop.imagery.geo.Position;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.tiff.TiffSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said of an image, as JSON; fields are called as TiTiler calls them. */
final class CogInfo {
    /** Points along each edge: edges are curved in degrees. */
    private static final int POINTS = 21;

    private CogInfo() {}

    static Map<String, @Nullable Object> of(Lease lease) {
        ImageSource image = lease.image();
        Level whole = image.levels().get(0);
        List<Map<String, Object>> levels = new ArrayList<>();
        List<Long> overviews = new ArrayList<>();
        for (Level level : image.levels()) {
            Map<String, Object> size = new LinkedHashMap<>();
            size.put("width", level.width());
            size.put("height", level.height());
            levels.add(size);
        }
        for (Level level : image.levels().subList(1, levels.size())) {
            overviews.add(Math.round(level.reduction()));
        }
        Optional<GeoReference> reference = image.geoReference();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("bounds", reference.map(place -> bounds(place, whole)).orElse(null));
        fields.put(
                "crs",
                reference
                        .map(place -> "http://www.opengis.net/def/crs/EPSG/0/" + place.epsg())
                        .orElse(null));
        fields.put("width", whole.width());
        fields.put("height", whole.height());
        fields.put("count", image instanceof TiffSource tiff ? tiff.bands() : 3);
        fields.put("dtype", image instanceof TiffSource tiff ? tiff.sampleType() : "uint8");
        fields.put("overviews", overviews);
        fields.put("driver", image instanceof TiffSource ? "GTiff" : "IIIF");
        fields.put("levels", levels);
        fields.put("bytes", lease.sources().taken().bytes());
        return fields;
    }

    /** West, south, east, north; west is greater than east where the image lies across the antimeridian. */
    private static List<Double> bounds(GeoReference reference, Level whole) {
        List<Position> edge = new ArrayList<>();
        for (int i = 0; i <= POINTS; i++) {
            double x = (double) whole.width() * i / POINTS;
            double y = (double) whole.height() * i / POINTS;
            edge.add(reference.position(new PixelPosition(x, 0)));
            edge.add(reference.position(new PixelPosition(x, whole.height())));
            edge.add(reference.position(new PixelPosition(0, y)));
            edge.add(reference.position(new PixelPosition(whole.width(), y)));
        }
        boolean cut = Footprints.rings(reference, Region.whole(whole.width(), whole.height()))
                        .size()
                > 1;
        return List.of(
                edge.stream()
                        .mapToDouble(Position::longitude)
                        .filter(longitude -> !cut || longitude > 0)
                        .min()
                        .orElse(-180),
                edge.stream().mapToDouble(Position::latitude).min().orElse(-90),
                edge.stream()
                        .mapToDouble(Position::longitude)
                        .filter(longitude -> !cut || longitude < 0)
                        .max()
                        .orElse(180),
                edge.stream().mapToDouble(Position::latitude).max().orElse(90));
    }
}
