package io.patchdrop.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What the low-resolution look says of an image, before anything is bought.
 *
 * @param className the most probable class
 * @param confidence its probability
 * @param probabilities of every class, in the model's order
 * @param scores of the patches, {@code [P]}: those of highest score are bought first
 * @param patchProbabilities how likely each patch is to be taken, {@code [P]}
 */
public record Look(
        @JsonProperty("class") String className,
        double confidence,
        Map<String, Double> probabilities,
        List<Double> scores,
        List<Double> patchProbabilities) {
    public Look {
        probabilities = Copies.of(probabilities);
        scores = List.copyOf(scores);
        patchProbabilities = List.copyOf(patchProbabilities);
    }
}
