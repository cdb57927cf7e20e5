package io.patchdrop.imagery.stac;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A file of an item.
 *
 * @param key its name in the item
 * @param href where it lies, as the item says it; {@link StacItem#location} resolves it
 * @param type its media type, if it is said
 * @param roles what it is for, such as {@code data}, {@code overview}, {@code thumbnail}
 * @param bands in order; empty if nothing is said of them
 */
public record StacAsset(String key, String href, Optional<String> type, List<String> roles, List<Band> bands) {
    /**
     * A band.
     *
     * @param name the provider's, if it has one
     * @param commonName such as {@code red}, of the extension Electro-Optical, if it has one
     */
    public record Band(Optional<String> name, Optional<String> commonName) {}

    /** How well a file serves as pixels that are bought in pieces. */
    enum Kind {
        CLOUD_OPTIMIZED,
        TIFF,
        OTHER_IMAGE,
        UNKNOWN,
        NO_IMAGE
    }

    /** @throws InvalidInputException if something in it is not as the standard wants it */
    static StacAsset of(String key, JsonFields fields) {
        List<Band> bands = new ArrayList<>();
        // Version 1.1 took over what was an extension before, and moved the common name to another field.
        for (JsonFields band : fields.optionalObjects(fields.has("bands") ? "bands" : "eo:bands")) {
            bands.add(new Band(
                    band.optionalText("name"),
                    band.optionalText("eo:common_name").or(() -> band.optionalText("common_name"))));
        }
        return new StacAsset(
                key,
                fields.text("href"),
                fields.optionalText("type"),
                List.copyOf(fields.optionalTexts("roles")),
                List.copyOf(bands));
    }

    Kind kind() {
        String said = type.orElse("").toLowerCase(Locale.ROOT);
        String path = href.split("[?#]", 2)[0].toLowerCase(Locale.ROOT);
        if (said.isEmpty()) {
            boolean tiff = path.endsWith(".tif") || path.endsWith(".tiff");
            return tiff ? Kind.TIFF : Kind.UNKNOWN;
        }
        if (!said.startsWith("image/")) {
            return Kind.NO_IMAGE;
        }
        if (!said.startsWith("image/tiff") && !said.startsWith("image/vnd.stac.geotiff")) {
            return Kind.OTHER_IMAGE;
        }
        return said.contains("cloud-optimized") ? Kind.CLOUD_OPTIMIZED : Kind.TIFF;
    }
}
