package io.patchdrop.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What a model says of an image.
 *
 * @param className the most probable class
 * @param confidence its calibrated probability
 * @param patches those that were bought, the first that was bought first
 * @param probabilities of every class, in the model's order
 */
public record Answer(
        @JsonProperty("class") String className,
        double confidence,
        List<Integer> patches,
        Map<String, Double> probabilities) {
    public Answer {
        patches = List.copyOf(patches);
        probabilities = Copies.of(probabilities);
    }
}
