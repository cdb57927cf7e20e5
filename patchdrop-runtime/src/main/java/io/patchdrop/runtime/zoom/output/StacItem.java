package io.patchdrop.runtime.zoom.output;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.json.JsonFields;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.runtime.zoom.ChipResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A result as a STAC Item, version 1.1.0 (https://github.com/radiantearth/stac-spec).
 *
 * <p>Its time is that of the Item that the image is part of. If there is none, nobody knows when the image was taken:
 * {@code datetime} is null, and the range that STAC then asks for is the time of the zoom, as is {@code created}. Its place is
 * the box around all chips; if the image does not say where it lies, {@code geometry} is null and there is no {@code bbox}.
 */
final class StacItem {
    private static final String VERSION = "1.1.0";
    private static final String EXTENSIONS = "https://stac-extensions.github.io/";
    /** Of a Multihash: SHA-256, 32 bytes. */
    private static final String SHA_256 = "1220";

    private static final String JSON = "application/json";
    private static final String GEO_JSON = "application/geo+json";

    private final Manifest manifest;
    private final ImageSource image;
    private final Provenance provenance;
    private final Palette palette;

    StacItem(Manifest manifest, ImageSource image, Provenance provenance, Palette palette) {
        this.manifest = manifest;
        this.image = image;
        this.provenance = provenance;
        this.palette = palette;
    }

    /**
     * The Item's fields.
     *
     * @param files of the folder, which become its assets
     */
    Map<String, @Nullable Object> fields(List<ChipResult> results, Totals totals, List<Path> files) {
        Optional<GeoReference> ground = image.geoReference();
        Region covered = PictureFrame.around(image.levels().get(0), results, 1).shown();
        Map<String, @Nullable Object> geometry = ground.isEmpty() ? null : GeoJson.geometry(ground.get(), covered);
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("type", "Feature");
        item.put("stac_version", VERSION);
        item.put("stac_extensions", extensions());
        item.put("id", id());
        item.put("geometry", geometry);
        if (geometry != null) {
            item.put("bbox", GeoJson.box(ground.orElseThrow(), covered));
        }
        item.put("properties", properties(totals));
        item.put("links", List.of(derivedFrom()));
        item.put("assets", assets(files));
        return item;
    }

    private List<String> extensions() {
        List<String> extensions = new ArrayList<>();
        extensions.add(EXTENSIONS + "processing/v1.2.0/schema.json");
        extensions.add(EXTENSIONS + "mlm/v1.4.0/schema.json");
        extensions.add(EXTENSIONS + "classification/v2.0.0/schema.json");
        if (provenance.modelSha256().isPresent()) {
            extensions.add(EXTENSIONS + "file/v2.1.0/schema.json");
        }
        return extensions;
    }

    private String id() {
        String source = provenance
                .sourceItem()
                .flatMap(item -> item.optionalText("id"))
                .orElseGet(() -> Addresses.stem(image.name()));
        String id = source + "-" + manifest.name();
        return id.replaceAll("[^0-9A-Za-z._-]+", "-");
    }

    private Map<String, @Nullable Object> properties(Totals totals) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        putTimes(properties);
        properties.put("created", provenance.timeText());
        properties.put("processing:datetime", provenance.timeText());
        properties.put("processing:level", "L4");
        properties.put("processing:software", Map.of("patchdrop", provenance.software()));
        properties.put(
                "processing:lineage",
                "Classified by " + manifest.name() + " from a look at low resolution and " + totals.patches() + " of "
                        + totals.of() + " patches at high resolution.");
        properties.putAll(ModelFields.of(manifest, palette));
        provenance.modelSha256().ifPresent(sha256 -> properties.put("patchdrop:model_sha256", sha256));
        properties.put("patchdrop:chips", totals.chips());
        properties.put("patchdrop:patches", totals.patches());
        properties.put("patchdrop:bytes", totals.taken().bytes());
        properties.put("patchdrop:full_bytes", totals.full().bytes());
        return properties;
    }

    private void putTimes(Map<String, @Nullable Object> properties) {
        Optional<JsonFields> source = provenance.sourceItem().flatMap(item -> item.optionalObject("properties"));
        Optional<String> time = source.flatMap(fields -> fields.optionalText("datetime"));
        Optional<String> start = source.flatMap(fields -> fields.optionalText("start_datetime"));
        Optional<String> end = source.flatMap(fields -> fields.optionalText("end_datetime"));
        properties.put("datetime", time.orElse(null));
        boolean range = start.isPresent() && end.isPresent();
        if (range) {
            properties.put("start_datetime", start.get());
            properties.put("end_datetime", end.get());
        } else if (time.isEmpty()) {
            properties.put("start_datetime", provenance.timeText());
            properties.put("end_datetime", provenance.timeText());
        }
    }

    /** What the result was made of; that it is an Item is said by its media type. */
    private Map<String, @Nullable Object> derivedFrom() {
        Map<String, @Nullable Object> link = new LinkedHashMap<>();
        link.put("rel", "derived_from");
        link.put("href", provenance.source().orElseGet(() -> Addresses.withoutSecrets(image.name())));
        if (provenance.sourceItem().isPresent()) {
            link.put("type", GEO_JSON);
        }
        link.put("title", "the image");
        return link;
    }

    private Map<String, @Nullable Object> assets(List<Path> files) {
        Map<String, @Nullable Object> assets = new LinkedHashMap<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            switch (name) {
                case ZoomOutputs.RESULTS ->
                    assets.put("results", asset(name, "application/x-ndjson", "the result of each chip", "data"));
                case ZoomOutputs.CHIPS ->
                    assets.put("chips", asset(name, GEO_JSON, "where the chips lie, and their results", "data"));
                case ZoomOutputs.PATCHES ->
                    assets.put("patches", asset(name, GEO_JSON, "where the patches lie that were bought", "metadata"));
                case ZoomOutputs.MASK -> assets.put("mask", mask(name));
                case ZoomOutputs.TAKEN ->
                    assets.put("taken", asset(name, tiff(), "255 where a patch was bought", "metadata"));
                case ZoomOutputs.OVERLAY ->
                    assets.put("overlay", asset(name, "image/png", "chips, classes and patches", "overview", "visual"));
                case ZoomOutputs.REPORT ->
                    assets.put("report", asset(name, JSON, "bytes, requests and price", "metadata"));
                default -> throw new IllegalArgumentException("no asset is " + name);
            }
        }
        assets.put("model", model());
        return assets;
    }

    private static Map<String, @Nullable Object> asset(String name, String type, String title, String... roles) {
        Map<String, @Nullable Object> asset = new LinkedHashMap<>();
        asset.put("href", "./" + name);
        asset.put("type", type);
        asset.put("title", title);
        asset.put("roles", List.of(roles));
        return asset;
    }

    private String tiff() {
        return image.geoReference().isPresent()
                ? "image/tiff; application=geotiff; profile=cloud-optimized"
                : "image/tiff";
    }

    private Map<String, @Nullable Object> mask(String name) {
        Map<String, @Nullable Object> mask = asset(name, tiff(), "the class of each chip", "data");
        List<Map<String, Object>> classes = new ArrayList<>();
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("value", 0);
        none.put("name", "none");
        none.put("title", "no answer");
        none.put("nodata", true);
        classes.add(none);
        classes.addAll(ModelFields.classes(manifest.classes(), palette, 1));
        mask.put("classification:classes", classes);
        return mask;
    }

    /** The extension mlm wants an asset that is the model. */
    private Map<String, @Nullable Object> model() {
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("href", provenance.model().orElse(manifest.name() + ".patchdrop"));
        model.put("type", "application/zip");
        model.put("title", manifest.name());
        model.put("roles", List.of("mlm:model"));
        model.put("mlm:artifact_type", Manifest.FORMAT);
        provenance.modelSha256().ifPresent(sha256 -> model.put("file:checksum", SHA_256 + sha256));
        return model;
    }
}
