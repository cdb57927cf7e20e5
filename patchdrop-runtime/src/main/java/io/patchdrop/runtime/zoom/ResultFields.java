package io.patchdrop.runtime.zoom;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.json.JsonFields;
import io.patchdrop.imagery.source.Cost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Results of chips as JSON has them:
 *
 * <pre>
 * chip           its number, from 0
 * window         [x, y, width, height] in pixels of full resolution
 * outcome        "enough", "zoomed", "limited", "abstained" or "failed"
 * class          the answer, null if it abstained or failed
 * confidence     of the most probable class
 * patches        those that were bought, the first that was bought first
 * bytes          that buying them took; what a chip before bought costs nothing
 * requests       the same
 * price          the same, without what a minimum area adds
 * probabilities  {class: probability}
 * error          what went wrong, if it failed
 * </pre>
 */
public final class ResultFields {
    private ResultFields() {}

    /** The fields of a result, in order. */
    public static Map<String, @Nullable Object> of(ChipResult result, List<String> classes) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("chip", result.chip().number());
        fields.put("window", window(result.chip().window()));
        fields.put("outcome", result.outcome().toString());
        fields.put("class", result.className());
        fields.put("confidence", (float) result.confidence());
        fields.put("patches", result.patches());
        fields.put("bytes", result.cost().bytes());
        fields.put("requests", result.cost().requests());
        fields.put("price", result.price());
        Map<String, Object> probabilities = new LinkedHashMap<>();
        for (int i = 0; i < result.probabilities().size(); i++) {
            probabilities.put(classes.get(i), result.probabilities().get(i));
        }
        fields.put("probabilities", probabilities);
        if (result.failure() != null) {
            fields.put("error", result.failure());
        }
        return fields;
    }

    /** A window as {@code [x, y, width, height]}. */
    public static List<Integer> window(Region window) {
        return List.of(window.left(), window.top(), window.width(), window.height());
    }

    /**
     * The result that has these fields.
     *
     * @throws InvalidInputException if they are not those of a result
     */
    static ChipResult result(JsonFields fields, List<String> classes) {
        String outcome = fields.text("outcome");
        Map<?, ?> probabilities = fields.value("probabilities") instanceof Map<?, ?> map ? map : Map.of();
        List<Float> inOrder = new ArrayList<>();
        for (String name : classes) {
            if (probabilities.get(name) instanceof Number probability) {
                inOrder.add(probability.floatValue());
            }
        }
        List<Integer> window = integers(fields, "window");
        if (window.size() != 4) {
            throw fields.wrong("window", "has " + window.size() + " numbers");
        }
        return new ChipResult(
                new Chip(
                        (int) fields.number("chip"),
                        new Region(window.get(0), window.get(1), window.get(2), window.get(3))),
                Stream.of(Outcome.values())
                        .filter(each -> each.toString().equals(outcome))
                        .findFirst()
                        .orElseThrow(() -> fields.wrong("outcome", "is none")),
                fields.optionalText("class").orElse(null),
                fields.number("confidence"),
                inOrder,
                integers(fields, "patches"),
                new Cost((long) fields.number("requests"), (long) fields.number("bytes"), true),
                fields.number("price"),
                fields.optionalText("error").orElse(null));
    }

    private static List<Integer> integers(JsonFields fields, String name) {
        List<Integer> integers = new ArrayList<>();
        if (fields.value(name) instanceof List<?> values) {
            for (Object value : values) {
                if (!(value instanceof Number number)) {
                    throw fields.wrong(name, "is no list of numbers");
                }
                integers.add(number.intValue());
            }
        }
        return integers;
    }
}
