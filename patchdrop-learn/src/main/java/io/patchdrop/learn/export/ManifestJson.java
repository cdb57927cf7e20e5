package io.patchdrop.learn.export;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON for the manifests of bundles. */
final class ManifestJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ManifestJson() {}

    /** @throws tools.jackson.core.JacksonException if the text is not a JSON object */
    static Map<String, Object> read(byte[] text) {
        Map<String, Object> fields = JSON.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
        if (fields == null) {
            throw new IllegalArgumentException("null");
        }
        return fields;
    }

    static byte[] write(Map<String, Object> fields) {
        return JSON.writeValueAsBytes(fields);
    }
}
