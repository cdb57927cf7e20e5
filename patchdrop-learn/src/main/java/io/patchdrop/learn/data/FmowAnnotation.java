package io.patchdrop.learn.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is used of the JSON file that lies beside each fMoW image. */
final class FmowAnnotation {
    private static final JsonMapper JSON = new JsonMapper();

    /** The ID of boxes in the published ground truth that mark no object. */
    private static final int NO_OBJECT = -1;

    private FmowAnnotation() {}

    /**
     * An annotated object.
     *
     * @param category its class; empty if the file does not say
     */
    record Labelled(Box box, String category) {}

    /**
     * The objects of an image, at least one.
     *
     * @param json the file's bytes: an object with {@code bounding_boxes}, one or a list of {@code {"ID", "box": [x, y,
     *     width, height], "category"}}
     * @throws IOException if it is damaged or has no boxes, with the reason
     */
    static List<Labelled> objects(byte[] json) throws IOException {
        JsonNode boxes = parsed(json).path("bounding_boxes");
        List<Labelled> objects = new ArrayList<>();
        for (JsonNode one : boxes.isArray() ? boxes.values() : List.of(boxes)) {
            if (one.path("ID").asInt(0) != NO_OBJECT) {
                objects.add(
                        new Labelled(box(one.path("box")), one.path("category").asString("")));
            }
        }
        if (objects.isEmpty()) {
            throw new IOException("its JSON file has no bounding box");
        }
        return objects;
    }

    private static JsonNode parsed(byte[] json) throws IOException {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IOException("its JSON file is damaged: " + e.getOriginalMessage(), e);
        }
    }

    private static Box box(JsonNode numbers) throws IOException {
        int[] values = new int[4];
        for (int i = 0; i < values.length; i++) {
            JsonNode number = numbers.path(i);
            if (numbers.size() != values.length || !number.isIntegralNumber() || !number.canConvertToInt()) {
                throw new IOException("its JSON file has a bounding box that is not four whole numbers");
            }
            values[i] = number.asInt();
        }
        return new Box(values[0], values[1], values[2], values[3]);
    }
}
