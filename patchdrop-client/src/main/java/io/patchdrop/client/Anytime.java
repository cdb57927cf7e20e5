package io.patchdrop.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What the answer is after each patch.
 *
 * @param look what is known before the first
 * @param order all P patches, the one of highest score first
 * @param answers {@code [P + 1]}; that of index k is from the first k patches of {@code order}
 * @param decision what the bundle's own rule buys, and answers
 */
public record Anytime(Look look, List<Integer> order, List<Step> answers, Answer decision) {
    public Anytime {
        order = List.copyOf(order);
        answers = List.copyOf(answers);
    }

    /**
     * The answer from a number of patches.
     *
     * @param patches how many
     * @param className the most probable class
     * @param confidence its probability
     * @param probabilities of every class, in the model's order
     */
    public record Step(
            int patches,
            @JsonProperty("class") String className,
            double confidence,
            Map<String, Double> probabilities) {
        public Step {
            probabilities = Copies.of(probabilities);
        }
    }
}
