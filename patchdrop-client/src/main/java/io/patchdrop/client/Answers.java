package io.patchdrop.client;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON from and to records. Fields that are unknown are ignored, lists that are missing are empty. */
final class Answers {
    private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .withConfigOverride(List.class, change -> change.setNullHandling(EMPTY))
            .withConfigOverride(Map.class, change -> change.setNullHandling(EMPTY))
            .build();

    private Answers() {}

    /** @throws PatchDropException if it is none of these */
    static <T> T read(byte[] json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JacksonException e) {
            throw bad(e);
        }
    }

    /** @throws PatchDropException if it is no JSON */
    static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw bad(e);
        }
    }

    /** @throws PatchDropException if it is none of these */
    static <T> T read(JsonNode json, Class<T> type) {
        try {
            return JSON.treeToValue(json, type);
        } catch (JacksonException e) {
            throw bad(e);
        }
    }

    private static PatchDropException bad(JacksonException e) {
        return new PatchDropException(
                PatchDropException.BAD_ANSWER, "The answer cannot be read: " + e.getOriginalMessage(), e);
    }

    static byte[] write(Object value) {
        return JSON.writeValueAsBytes(value);
    }

    /** A problem as RFC 9457 has it. */
    static PatchDropException problem(int status, byte[] json) {
        JsonNode problem = JSON.readTree(json);
        String detail = problem.path("detail").asString("");
        return new PatchDropException(
                status,
                problem.path("code").asString("http_" + status),
                detail.isEmpty() ? problem.path("title").asString("") : detail);
    }
}
