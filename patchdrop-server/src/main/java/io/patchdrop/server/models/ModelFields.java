package io.patchdrop.server.models;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.scenes.SceneGenerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said of a model, as JSON. */
final class ModelFields {
    private ModelFields() {}

    static Map<String, @Nullable Object> of(ServedModel model) {
        Manifest manifest = model.manifest();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", model.name());
        fields.put("title", manifest.name());
        fields.put("sha256", model.sha256());
        fields.put("classes", manifest.classes());
        fields.put("grid", manifest.grid());
        fields.put("patches", manifest.patches());
        fields.put("image_size", manifest.imageSize());
        fields.put("look_size", manifest.lookSize());
        fields.put("patch_size", manifest.imageSize() / manifest.grid());
        fields.put("steps", manifest.steps());
        fields.put("decision", decision(manifest.decision()));
        fields.put("value_head", manifest.valueHead());
        fields.put(
                "budgets",
                manifest.budgets().stream()
                        .map(row -> ordered("tau", row.tau(), "accuracy", row.accuracy(), "patches", row.patches()))
                        .toList());
        fields.put(
                "guarantees",
                manifest.guarantees().stream()
                        .map(row -> ordered(
                                "risk",
                                row.epsilon(),
                                "delta",
                                row.delta(),
                                "tau",
                                row.tau(),
                                "accuracy",
                                row.accuracy(),
                                "patches",
                                row.patches()))
                        .toList());
        fields.put(
                "accuracy_by_patches",
                manifest.accuracyByPatches().stream()
                        .map(row -> ordered("patches", row.patches(), "accuracy", row.accuracy()))
                        .toList());
        fields.put("samples", isOfScenes(manifest.classes()));
        return fields;
    }

    private static boolean isOfScenes(List<String> classes) {
        return SceneGenerator.classNames().containsAll(classes);
    }

    private static Map<String, Object> decision(Manifest.Decision decision) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", decision.kind().toString().toLowerCase(Locale.ROOT));
        decision.value().ifPresent(value -> fields.put("value", value));
        return fields;
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
