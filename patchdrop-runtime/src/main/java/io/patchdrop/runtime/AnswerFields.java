package io.patchdrop.runtime;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers as JSON has them: {@code {"image","class","confidence","patches":[indices],"probabilities":{class: p}}}. */
public final class AnswerFields {
    private AnswerFields() {}

    /**
     * The fields of an answer, in order.
     *
     * @param image what it is called
     * @param classes names, in the order of the probabilities
     */
    public static Map<String, @Nullable Object> of(String image, Answer answer, List<String> classes) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("image", image);
        fields.put("class", answer.className());
        fields.put("confidence", (float) answer.confidence());
        fields.put("patches", Arrays.stream(answer.purchases()).boxed().toList());
        fields.put("probabilities", probabilities(answer.probabilities(), classes));
        return fields;
    }

    /**
     * Probabilities by the names of their classes.
     *
     * @param probabilities {@code [K]}
     * @param classes K names
     */
    public static Map<String, Float> probabilities(float[] probabilities, List<String> classes) {
        Map<String, Float> fields = new LinkedHashMap<>();
        for (int i = 0; i < classes.size(); i++) {
            fields.put(classes.get(i), probabilities[i]);
        }
        return fields;
    }
}
