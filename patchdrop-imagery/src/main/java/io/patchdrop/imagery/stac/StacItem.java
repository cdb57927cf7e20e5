package io.patchdrop.imagery.stac;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.JsonFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An item: one image with its files.
 *
 * @param id its name in its collection
 * @param collection the collection's name, if it says so
 * @param location where the item was read: a path or an address
 * @param geometry its footprint, a GeoJSON geometry in WGS 84 as {@link io.patchdrop.imagery.json.Json} reads it; empty if it
 *     has none
 * @param bounds around the geometry; empty if it has none
 * @param time when it was taken
 * @param assets its files by their keys, in order
 */
public record StacItem(
        String id,
        Optional<String> collection,
        String location,
        Optional<Map<?, ?>> geometry,
        Optional<StacBounds> bounds,
        StacTime time,
        Map<String, StacAsset> assets) {
    /** Bytes of the longest item that is read. */
    public static final int LONGEST = 8 << 20;

    private static final String REMEDY = "give a STAC Item of version 1.0 or 1.1";

    public StacItem {
        assets = Collections.unmodifiableMap(new LinkedHashMap<>(assets));
    }

    /**
     * Reads an item.
     *
     * @param text JSON of at most {@link #LONGEST} bytes
     * @param location where it was read: a path or an address; its files' places are relative to it
     * @throws InvalidInputException if it is no item; the message names what is wrong
     */
    public static StacItem read(byte[] text, String location) {
        JsonFields fields = JsonFields.read(text, LONGEST, HrefResolver.shown(location), REMEDY);
        if (!fields.text("type").equals("Feature")) {
            throw fields.wrong("type", "is not Feature, as an item's is");
        }
        if (!fields.text("stac_version").matches("1\\.[01]\\..{1,20}")) {
            throw fields.wrong("stac_version", "is neither 1.0 nor 1.1");
        }
        Optional<JsonFields> geometry = fields.optionalObject("geometry");
        geometry.ifPresent(Geometries::check);
        Optional<StacBounds> bounds = StacBounds.of(fields);
        if (geometry.isPresent() && bounds.isEmpty()) {
            throw fields.wrong("bbox", "is missing");
        }
        return new StacItem(
                fields.text("id"),
                fields.optionalText("collection"),
                location,
                fields.value("geometry") instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty(),
                bounds,
                StacTime.of(fields.object("properties")),
                assets(fields.object("assets")));
    }

    private static Map<String, StacAsset> assets(JsonFields fields) {
        Map<String, StacAsset> assets = new LinkedHashMap<>();
        for (String key : fields.names()) {
            assets.put(key, StacAsset.of(key, fields.object(key)));
        }
        return assets;
    }

    /**
     * The file of a key, or else the best one of a role: a Cloud Optimized GeoTIFF rather than another TIFF, that rather than
     * another image, and that rather than a file of unknown kind; of equals the first. Of a role, other kinds are no choice.
     *
     * @throws InvalidInputException if there is none; the message names those that there are
     */
    public StacAsset pick(String keyOrRole) {
        StacAsset named = assets.get(keyOrRole);
        if (named != null) {
            return named;
        }
        return ofRole(keyOrRole)
                .orElseThrow(() -> new InvalidInputException(
                        "The STAC Item " + HrefResolver.shown(id) + " has no image called or for '"
                                + HrefResolver.shown(keyOrRole) + "'",
                        "choose one of its assets: " + HrefResolver.shown(String.join(", ", assets.keySet()))));
    }

    /**
     * The file with the pixels to buy: of role {@code visual} if there is one, since that has the three colours in one file,
     * else of role {@code data}, each as {@link #pick} chooses.
     *
     * @throws InvalidInputException if there is none
     */
    public StacAsset pixels() {
        return ofRole("visual").orElseGet(() -> pick("data"));
    }

    /** The file to look at first: of role {@code overview}, else {@code thumbnail}, as {@link #pick} chooses. */
    public Optional<StacAsset> look() {
        return ofRole("overview").or(() -> ofRole("thumbnail"));
    }

    private Optional<StacAsset> ofRole(String role) {
        List<StacAsset> candidates = new ArrayList<>(assets.values());
        candidates.removeIf(each -> !each.roles().contains(role) || each.kind() == StacAsset.Kind.NO_IMAGE);
        return candidates.stream().min(Comparator.comparing(StacAsset::kind));
    }

    /**
     * Where a file lies: a path or an address, resolved against where the item lies.
     *
     * @throws InvalidInputException if it cannot be had: it is no valid address, of another kind than files and HTTP, or a
     *     local file although the item comes from a server
     */
    public String location(StacAsset asset) {
        return HrefResolver.resolve(location, asset.href());
    }
}
