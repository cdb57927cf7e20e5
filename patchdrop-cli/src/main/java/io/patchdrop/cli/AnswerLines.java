package io.patchdrop.cli;

import io.patchdrop.runtime.Answer;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Answers as JSON Lines: {@code {"image","class","confidence","patches":[indices],"probabilities":{class: p}}}. */
final class AnswerLines {
    private static final JsonFactory JSON = new JsonFactory();

    private AnswerLines() {}

    /**
     * One line, without its end.
     *
     * @param classes names, in the order of the probabilities
     */
    static String of(String image, Answer answer, List<String> classes) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("image", image);
            json.writeStringProperty("class", answer.className());
            json.writeNumberProperty("confidence", (float) answer.confidence());
            json.writeArrayPropertyStart("patches");
            for (int patch : answer.purchases()) {
                json.writeNumber(patch);
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("probabilities");
            for (int i = 0; i < classes.size(); i++) {
                json.writeNumberProperty(classes.get(i), answer.probabilities()[i]);
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return line.toString();
    }
}
