package io.patchdrop.runtime.zoom.output;

import io.patchdrop.core.bundle.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model in the fields of the STAC extensions Machine Learning Model (mlm) and Classification
 * (https://stac-extensions.github.io/mlm/v1.4.0/schema.json, https://stac-extensions.github.io/classification/v2.0.0/schema.json).
 */
final class ModelFields {
    private static final List<String> TASKS = List.of("classification");
    private static final int LARGEST_SAMPLE = 255;

    private ModelFields() {}

    /** The properties of an Item that describe the model. */
    static Map<String, Object> of(Manifest manifest, Palette palette) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mlm:name", name(manifest.name()));
        fields.put("mlm:architecture", "PatchDrop, " + manifest.classifier() + " classifier");
        fields.put("mlm:tasks", TASKS);
        fields.put("mlm:framework", "ONNX");
        fields.put("mlm:input", inputs(manifest));
        fields.put("mlm:output", List.of(output(manifest, palette)));
        fields.put(
                "mlm:hyperparameters",
                Map.of("grid", manifest.grid(), "image_size", manifest.imageSize(), "look_size", manifest.lookSize()));
        return fields;
    }

    /** What the extension admits as a name: it begins with a letter and has no unusual characters. */
    private static String name(String name) {
        String usual = name.replaceAll("[^a-zA-Z0-9_.\\- ]", "-").replaceAll("[^a-zA-Z0-9]+$", "");
        return usual.matches("[a-zA-Z].+") ? usual : "model-" + usual + (usual.isEmpty() ? "0" : "");
    }

    private static List<Map<String, Object>> inputs(Manifest manifest) {
        List<Map<String, Object>> inputs = new ArrayList<>();
        inputs.add(input("look", "the chip at low resolution", manifest.lookSize(), manifest));
        switch (manifest.classifier()) {
            case DENSE ->
                inputs.add(
                        input("image", "the chip; patches that were not bought are 0", manifest.imageSize(), manifest));
            case PATCH_LOCAL ->
                inputs.add(input(
                        "patches", "the patches that were bought", manifest.imageSize() / manifest.grid(), manifest));
        }
        return inputs;
    }

    private static Map<String, Object> input(String name, String description, int side, Manifest manifest) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("description", description + ", RGB");
        fields.put("bands", List.of());
        fields.put(
                "input",
                Map.of(
                        "shape",
                        List.of(-1, 3, side, side),
                        "dim_order",
                        List.of("batch", "channel", "height", "width"),
                        "data_type",
                        "float32"));
        List<Map<String, Object>> scaling = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            scaling.add(Map.of(
                    "type",
                    "z-score",
                    "mean",
                    LARGEST_SAMPLE * manifest.normalisation().mean().get(i),
                    "stddev",
                    LARGEST_SAMPLE * manifest.normalisation().std().get(i)));
        }
        fields.put("value_scaling", scaling);
        fields.put("resize_type", "interpolation-area");
        return fields;
    }

    private static Map<String, Object> output(Manifest manifest, Palette palette) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", "class");
        fields.put("tasks", TASKS);
        fields.put(
                "result",
                Map.of(
                        "shape",
                        List.of(-1, manifest.classes().size()),
                        "dim_order",
                        List.of("batch", "class"),
                        "data_type",
                        "float32"));
        fields.put("classification:classes", classes(manifest.classes(), palette, 0));
        return fields;
    }

    /**
     * Classes and their values.
     *
     * @param first value of the first class
     */
    static List<Map<String, Object>> classes(List<String> classes, Palette palette, int first) {
        List<Map<String, Object>> described = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            String name = classes.get(i);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("value", first + i);
            // Names are for machines: letters, digits, - and _. Different classes may come to the same; values do not.
            fields.put("name", name.replaceAll("[^0-9A-Za-z_-]+", "_"));
            fields.put("title", name);
            fields.put("color_hint", String.format(Locale.ROOT, "%06X", palette.colour(i)));
            described.add(fields);
        }
        return described;
    }
}
