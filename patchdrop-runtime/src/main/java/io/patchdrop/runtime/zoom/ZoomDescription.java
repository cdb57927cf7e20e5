package io.patchdrop.runtime.zoom;

import io.patchdrop.core.bundle.BundleArchive;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What tells one zoom from another, for {@link ZoomFolder#open}. */
public final class ZoomDescription {
    private ZoomDescription() {}

    /**
     * The description, in values of JSON.
     *
     * @param modelSha256 of the bundle's file, in hexadecimal digits
     */
    public static Map<String, Object> of(String modelSha256, ZoomSources sources, ZoomRequest request) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format", "patchdrop-zoom-1");
        description.put("model_sha256", modelSha256);
        description.put("source", sources.image().name());
        description.put("look", sources.look().name());
        description.put("chips", request.chips().size());
        description.put("windows_sha256", windows(request));
        description.put("budget", request.budget().toString());
        description.put("enough", request.enough().toString());
        description.put("abstain", request.abstain().toString());
        description.put("limits", request.limits().toString());
        description.put("prices", request.prices().toString());
        return description;
    }

    private static String windows(ZoomRequest request) {
        StringBuilder text = new StringBuilder();
        for (Chip chip : request.chips()) {
            text.append(chip.window()).append('\n');
        }
        return BundleArchive.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
