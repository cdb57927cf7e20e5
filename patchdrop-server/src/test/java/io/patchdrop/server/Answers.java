package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.imagery.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Compares answers. */
final class Answers {
    /** Sums of a batch are not made in the order of those of a single image. */
    private static final double ROUNDING = 1e-5;

    private Answers() {}

    /** Asserts that two answers say the same: patches and class exactly, probabilities but for rounding. */
    static void assertSame(String answer, String expected) {
        Map<?, ?> fields = Json.readObject(answer.getBytes(StandardCharsets.UTF_8));
        Map<?, ?> others = Json.readObject(expected.getBytes(StandardCharsets.UTF_8));
        assertThat(fields.get("class")).as(answer).isEqualTo(others.get("class"));
        assertThat(fields.get("patches")).as(answer).isEqualTo(others.get("patches"));
        assertThat(probabilities(fields).keySet())
                .isEqualTo(probabilities(others).keySet());
        probabilities(fields).forEach((name, probability) -> assertThat(probability)
                .isCloseTo(probabilities(others).get(name), within(ROUNDING)));
    }

    private static Map<String, Double> probabilities(Map<?, ?> answer) {
        Map<String, Double> probabilities = new TreeMap<>();
        if (answer.get("probabilities") instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> probabilities.put((String) name, ((Number) value).doubleValue()));
        }
        return probabilities;
    }
}
