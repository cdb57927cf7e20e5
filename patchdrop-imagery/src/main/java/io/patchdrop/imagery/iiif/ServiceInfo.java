package io.patchdrop.imagery.iiif;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a service says about its image and itself.
 *
 * @param version of the Image API, 2 or 3
 * @param width pixels, positive
 * @param height pixels, positive
 * @param level of compliance, 0 to 2
 * @param features names of what it can do beyond its level
 * @param formats endings of what it delivers beyond its level
 * @param tiles that it delivers readily
 * @param sizes of the whole image that it delivers readily
 * @param most what it delivers at most
 */
record ServiceInfo(
        int version,
        int width,
        int height,
        int level,
        Set<String> features,
        Set<String> formats,
        List<Tiles> tiles,
        List<Size> sizes,
        Most most) {
    /** More entries than a pyramid of the largest image has. */
    private static final int MOST_ENTRIES = 64;

    private static final Pattern PROTOCOL = Pattern.compile("https?://iiif\\.io/api/image/?");
    private static final Pattern CONTEXT = Pattern.compile("https?://iiif\\.io/api/image/([23])/context\\.json");
    private static final Pattern PROFILE =
            Pattern.compile("(?:https?://iiif\\.io/api/image/[23]/)?level([012])(?:\\.json)?");

    /**
     * Tiles of some reductions.
     *
     * @param width of a tile in pixels of its level, positive
     * @param height of a tile, positive
     * @param factors by which the image is reduced, positive
     */
    record Tiles(int width, int height, List<Integer> factors) {}

    /**
     * A size of the whole image.
     *
     * @param width pixels, positive
     * @param height pixels, positive
     */
    record Size(int width, int height) {}

    /**
     * Limits of what is delivered at once.
     *
     * @param width pixels, positive
     * @param height pixels, positive
     * @param area pixels, positive
     */
    record Most(int width, int height, long area) {
        private Most and(JsonFields fields) {
            OptionalLong ownWidth = fields.optionalWhole("maxWidth", 1, Integer.MAX_VALUE);
            OptionalLong ownHeight = fields.optionalWhole("maxHeight", 1, Integer.MAX_VALUE);
            long most = ownWidth.orElse(width);
            return new Most(
                    (int) Math.min(width, most),
                    (int) Math.min(height, ownHeight.orElse(ownWidth.orElse(height))),
                    Math.min(
                            area,
                            fields.optionalWhole("maxArea", 1, Long.MAX_VALUE).orElse(area)));
        }
    }

    /**
     * Reads {@code info.json}.
     *
     * @param longest bytes that it may have
     * @throws UnusableImageException if it describes no image of the Image API 2 or 3
     */
    static ServiceInfo read(byte[] text, int longest) throws UnusableImageException {
        try {
            return of(JsonFields.read(text, longest, "info.json", "give the address of a IIIF image"));
        } catch (InvalidInputException e) {
            throw new UnusableImageException(e.problem(), e);
        }
    }

    private static ServiceInfo of(JsonFields fields) {
        if (!PROTOCOL.matcher(fields.text("protocol")).matches()) {
            throw fields.wrong("protocol", "is not http://iiif.io/api/image");
        }
        int version = version(fields);
        Set<String> features = new TreeSet<>(fields.optionalTexts("extraFeatures"));
        Set<String> formats = new TreeSet<>(fields.optionalTexts("extraFormats"));
        Most most = new Most(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE).and(fields);
        Object profile = fields.value("profile");
        int level = level(fields, profile instanceof List<?> list && !list.isEmpty() ? list.get(0) : profile);
        if (profile instanceof List<?> list) {
            for (Object each : list.subList(Math.min(1, list.size()), list.size())) {
                if (each instanceof String) {
                    continue; // the address of a description that says the same
                }
                JsonFields more = JsonFields.of(each, "info.json: profile", "give the address of a IIIF image");
                features.addAll(more.optionalTexts("supports"));
                formats.addAll(more.optionalTexts("formats"));
                most = most.and(more);
            }
        }
        int width = side(fields, "width");
        int height = side(fields, "height");
        return new ServiceInfo(version, width, height, level, features, formats, tiles(fields), sizes(fields), most);
    }

    private static int version(JsonFields fields) {
        Object context = fields.value("@context");
        for (Object each : context instanceof List<?> list ? list : List.of(String.valueOf(context))) {
            Matcher matcher = CONTEXT.matcher(String.valueOf(each));
            if (matcher.matches()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw fields.wrong("@context", "is not that of the IIIF Image API 2 or 3");
    }

    private static int level(JsonFields fields, @Nullable Object profile) {
        Matcher matcher = PROFILE.matcher(String.valueOf(profile));
        if (!matcher.matches()) {
            throw fields.wrong("profile", "is none of level0, level1 and level2");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static int side(JsonFields fields, String name) {
        return (int) fields.whole(name, 1, Integer.MAX_VALUE);
    }

    private static List<JsonFields> entries(JsonFields fields, String name) {
        if (fields.optionalList(name).size() > MOST_ENTRIES) {
            throw fields.wrong(name, "has more than " + MOST_ENTRIES + " entries");
        }
        return fields.optionalObjects(name);
    }

    private static List<Tiles> tiles(JsonFields fields) {
        List<Tiles> tiles = new ArrayList<>();
        for (JsonFields each : entries(fields, "tiles")) {
            int width = side(each, "width");
            int height =
                    (int) each.optionalWhole("height", 1, Integer.MAX_VALUE).orElse(width);
            List<Long> factors = each.optionalWholes("scaleFactors", 1, Integer.MAX_VALUE);
            if (factors.isEmpty() || factors.size() > MOST_ENTRIES) {
                throw each.wrong("scaleFactors", "does not have 1 to " + MOST_ENTRIES + " numbers");
            }
            tiles.add(new Tiles(
                    width, height, factors.stream().map(Long::intValue).toList()));
        }
        return tiles;
    }

    private static List<Size> sizes(JsonFields fields) {
        return entries(fields, "sizes").stream()
                .map(each -> new Size(side(each, "width"), side(each, "height")))
                .toList();
    }

    private boolean can(String feature, int fromLevel) {
        return level >= fromLevel || features.contains(feature);
    }

    /** Whether it cuts out any region. */
    boolean cutsRegions() {
        return can("regionByPx", 1);
    }

    /** Whether it delivers any width and height. */
    boolean scalesToBoth() {
        return can("sizeByWh", version == 2 ? 2 : 1) || can("sizeByDistortedWh", 2);
    }

    /** Whether it delivers any width, with the height that belongs to it. */
    boolean scalesToWidth() {
        return can("sizeByW", 1);
    }

    /** Whether it delivers a format. */
    boolean delivers(IiifOptions.Format format) {
        return switch (format) {
            case JPG -> true;
            case PNG -> can("png", 2) || formats.contains("png");
        };
    }
}
