package io.patchdrop.core.bundle;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.Manifest.BudgetRow;
import io.patchdrop.core.bundle.Manifest.Classifier;
import io.patchdrop.core.bundle.Manifest.Decision;
import io.patchdrop.core.bundle.Manifest.DecisionKind;
import io.patchdrop.core.bundle.Manifest.FusionWeights;
import io.patchdrop.core.bundle.Manifest.Normalisation;
import io.patchdrop.core.bundle.Manifest.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The manifest as JSON has it: maps from texts to maps, lists, texts, numbers and truth values. Any JSON library writes
 * these and reads them.
 */
public final class ManifestFields {
    private ManifestFields() {}

    /** The first version with what calibration says. A manifest without is still written as one of the version before. */
    private static final int CALIBRATED = 2;

    private static final int OLDEST = 1;

    /** The fields of a manifest, in the order in which they are written. */
    public static Map<String, Object> of(Manifest manifest) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", Manifest.FORMAT);
        boolean calibrated = !manifest.guarantees().isEmpty()
                || !manifest.accuracyByPatches().isEmpty();
        fields.put("format_version", calibrated ? CALIBRATED : OLDEST);
        fields.put("name", manifest.name());
        fields.put("classes", manifest.classes());
        fields.put("grid", manifest.grid());
        fields.put("image_size", manifest.imageSize());
        fields.put("look_size", manifest.lookSize());
        fields.put(
                "normalisation",
                ordered(
                        "mean", manifest.normalisation().mean(),
                        "std", manifest.normalisation().std()));
        fields.put("classifier", manifest.classifier().toString());
        fields.put("look_features", manifest.lookFeatures());
        fields.put("patch_features", manifest.patchFeatures());
        fields.put("value_head", manifest.valueHead());
        fields.put(
                "fusion",
                manifest.fusion().stream()
                        .map(pair -> List.of(pair.hr(), pair.lr()))
                        .toList());
        fields.put("steps", manifest.steps());
        fields.put("decision", decision(manifest.decision()));
        fields.put(
                "budgets",
                manifest.budgets().stream()
                        .map(row -> ordered("tau", row.tau(), "accuracy", row.accuracy(), "patches", row.patches()))
                        .toList());
        if (calibrated) {
            fields.put(
                    "guarantees",
                    manifest.guarantees().stream()
                            .map(ManifestFields::guarantee)
                            .toList());
            fields.put(
                    "accuracy_by_patches",
                    manifest.accuracyByPatches().stream()
                            .map(row -> ordered("patches", row.patches(), "accuracy", row.accuracy()))
                            .toList());
        }
        Map<String, Object> members = new LinkedHashMap<>();
        manifest.members()
                .forEach((name, member) ->
                        members.put(name, ordered("bytes", member.bytes(), "sha256", member.sha256())));
        fields.put("members", members);
        fields.put("provenance", provenance(manifest.provenance()));
        return fields;
    }

    private static Map<String, Object> decision(Decision decision) {
        Map<String, Object> fields = ordered("kind", name(decision.kind()));
        decision.value().ifPresent(value -> fields.put("value", value));
        return fields;
    }

    private static Map<String, Object> guarantee(Guarantee guarantee) {
        return ordered(
                "epsilon", guarantee.epsilon(),
                "delta", guarantee.delta(),
                "tau", guarantee.tau(),
                "images", guarantee.images(),
                "lost", guarantee.lost(),
                "accuracy", guarantee.accuracy(),
                "patches", guarantee.patches(),
                "data", guarantee.data());
    }

    private static Map<String, Object> provenance(Provenance provenance) {
        return ordered(
                "command", provenance.command(),
                "config", provenance.config(),
                "seed", provenance.seed(),
                "data", provenance.data(),
                "data_fingerprint", provenance.dataFingerprint(),
                "source_revision", provenance.sourceRevision(),
                "created_by", provenance.createdBy(),
                "metrics", provenance.metrics());
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static String name(DecisionKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Builds a manifest of fields that come from anywhere.
     *
     * @throws InvalidInputException if they are of another format version, one is missing, unknown or of a wrong type, or
     *     the manifest would be wrong
     */
    public static Manifest manifest(Map<?, ?> json) {
        Fields fields = new Fields("", json);
        long version = version(fields);
        Manifest manifest = new Manifest(
                fields.text("name"),
                fields.texts("classes"),
                fields.integer("grid"),
                fields.integer("image_size"),
                fields.integer("look_size"),
                fields.object("normalisation", at -> new Normalisation(at.numbers("mean"), at.numbers("std"))),
                named("classifier", fields.text("classifier"), Classifier.values(), Classifier::toString),
                fields.integer("look_features"),
                fields.integer("patch_features"),
                fields.flag("value_head"),
                fusion(fields.numberLists("fusion")),
                fields.integers("steps"),
                fields.object("decision", ManifestFields::decision),
                fields.objects(
                        "budgets", at -> new BudgetRow(at.number("tau"), at.number("accuracy"), at.number("patches"))),
                version < CALIBRATED ? List.of() : fields.objects("guarantees", ManifestFields::guarantee),
                version < CALIBRATED
                        ? List.of()
                        : fields.objects(
                                "accuracy_by_patches",
                                at -> new PatchAccuracy(at.integer("patches"), at.number("accuracy"))),
                fields.object("members", ManifestFields::members),
                fields.object("provenance", ManifestFields::provenance));
        fields.requireNoOther();
        return manifest;
    }

    /** First of all: the fields of a newer version are not known here. */
    private static long version(Fields fields) {
        if (!fields.text("format").equals(Manifest.FORMAT)) {
            throw new InvalidInputException(
                    "the bundle's manifest is not of the format " + Manifest.FORMAT,
                    "give a file that patchdrop export has written");
        }
        long version = fields.whole("format_version");
        if (version > Manifest.FORMAT_VERSION) {
            throw new InvalidInputException(
                    "the bundle has format version " + version + ": it was made by a newer patchdrop",
                    "update patchdrop, which here reads versions up to " + Manifest.FORMAT_VERSION);
        }
        if (version < OLDEST) {
            throw new InvalidInputException(
                    "the bundle has format version " + version + ", which patchdrop does not read", "export it again");
        }
        return version;
    }

    private static <T> T named(String field, String text, T[] values, Function<T, String> name) {
        return Arrays.stream(values)
                .filter(value -> name.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> Fields.wrong(field + " is '" + ManifestChecks.printable(text) + "', not one of "
                        + Arrays.stream(values).map(name).toList()));
    }

    private static List<FusionWeights> fusion(List<List<Double>> pairs) {
        List<FusionWeights> weights = new ArrayList<>();
        for (List<Double> pair : pairs) {
            ManifestChecks.require(pair.size() == 2, "fusion has a row of " + pair.size() + " numbers, not 2");
            weights.add(new FusionWeights(pair.get(0), pair.get(1)));
        }
        return weights;
    }

    private static Decision decision(Fields fields) {
        DecisionKind kind =
                named("the kind of decision", fields.text("kind"), DecisionKind.values(), ManifestFields::name);
        return new Decision(
                kind, fields.has("value") ? OptionalDouble.of(fields.number("value")) : OptionalDouble.empty());
    }

    private static Guarantee guarantee(Fields fields) {
        return new Guarantee(
                fields.number("epsilon"),
                fields.number("delta"),
                fields.number("tau"),
                fields.integer("images"),
                fields.number("lost"),
                fields.number("accuracy"),
                fields.number("patches"),
                fields.text("data"));
    }

    private static SortedMap<String, Member> members(Fields fields) {
        SortedMap<String, Member> members = new TreeMap<>();
        for (String name : fields.names()) {
            members.put(name, fields.object(name, at -> new Member(at.whole("bytes"), at.text("sha256"))));
        }
        return members;
    }

    private static Provenance provenance(Fields fields) {
        return new Provenance(
                fields.text("command"),
                fields.text("config"),
                fields.whole("seed"),
                fields.text("data"),
                fields.text("data_fingerprint"),
                fields.text("source_revision"),
                fields.text("created_by"),
                fields.object("metrics", ManifestFields::metrics));
    }

    private static Map<String, Double> metrics(Fields fields) {
        Map<String, Double> metrics = new TreeMap<>();
        fields.names().forEach(name -> metrics.put(name, fields.number(name)));
        return metrics;
    }
}
