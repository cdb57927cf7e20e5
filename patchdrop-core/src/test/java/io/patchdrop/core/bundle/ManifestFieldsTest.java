package io.patchdrop.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestFieldsTest {
    private static final Manifest MANIFEST = TinyBundles.patchLocal().manifest();

    @Test
    void whatIsTakenApartIsPutTogetherAgain() {
        assertThat(ManifestFields.manifest(ManifestFields.of(MANIFEST))).isEqualTo(MANIFEST);
        Manifest policy = MANIFEST.withBudgets(
                List.of(), new Manifest.Decision(Manifest.DecisionKind.POLICY, java.util.OptionalDouble.empty()));
        assertThat(ManifestFields.manifest(ManifestFields.of(policy))).isEqualTo(policy);
        assertThat(policy.decision().budget()).isEqualTo(Budget.policy());
        assertThat(ManifestFields.of(policy).get("decision")).isEqualTo(Map.of("kind", "policy"));
    }

    @Test
    void theFieldsAreThoseOfTheFormat() {
        Map<String, Object> fields = ManifestFields.of(MANIFEST);
        assertThat(fields.keySet())
                .containsExactly(
                        "format",
                        "format_version",
                        "name",
                        "classes",
                        "grid",
                        "image_size",
                        "look_size",
                        "normalisation",
                        "classifier",
                        "look_features",
                        "patch_features",
                        "value_head",
                        "fusion",
                        "steps",
                        "decision",
                        "budgets",
                        "members",
                        "provenance");
        assertThat(fields)
                .containsEntry("format", "patchdrop-bundle")
                .containsEntry("format_version", 1)
                .containsEntry("classifier", "patch-local")
                .containsEntry("decision", Map.of("kind", "confidence", "value", 0.9));
        assertThat((List<?>) fields.get("fusion")).hasSize(5).first().isEqualTo(List.of(0.25, 0.75));
        assertThat(fields.get("members")).asString().contains("look.onnx={bytes=8, sha256=");
    }

    @Test
    void numbersOfAnyTypeAreRead() {
        Map<String, Object> fields = new LinkedHashMap<>(ManifestFields.of(MANIFEST));
        fields.put("grid", 2.0);
        fields.put("image_size", BigInteger.valueOf(8));
        fields.put("look_size", 4L);
        assertThat(ManifestFields.manifest(fields)).isEqualTo(MANIFEST);
    }

    @Test
    void eachFieldMustBeThere() {
        for (String name : ManifestFields.of(MANIFEST).keySet()) {
            Map<String, Object> fields = new LinkedHashMap<>(ManifestFields.of(MANIFEST));
            fields.remove(name);
            assertThatThrownBy(() -> ManifestFields.manifest(fields))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("the field '" + name + "' is missing");
        }
    }

    static Stream<Arguments> wrongValues() {
        Object nothing = new Object();
        return Stream.of(
                Arguments.of("format", "other", "not of the format patchdrop-bundle"),
                Arguments.of("format_version", 3, "made by a newer patchdrop (update"),
                Arguments.of("format_version", 0, "format version 0, which patchdrop does not read"),
                Arguments.of("format_version", "1", "format_version is not a whole number"),
                Arguments.of("name", " ", "name is blank"),
                Arguments.of("name", "a\nb", "control character"),
                Arguments.of("name", 5, "name is not text"),
                Arguments.of("classes", List.of(), "classes is empty"),
                Arguments.of("classes", List.of("a", "a"), "names one twice"),
                Arguments.of("classes", List.of("a", 1), "classes[1] is not text"),
                Arguments.of("classes", "a", "classes is not a list"),
                Arguments.of("grid", 3, "grid of 3 does not divide image_size 8"),
                Arguments.of("grid", 0, "grid is 0, not from 1 to 64"),
                Arguments.of("grid", 1L << 40, "too large"),
                Arguments.of("grid", 1.5, "not a whole number"),
                Arguments.of("grid", Double.NaN, "not a whole number"),
                Arguments.of("image_size", 1 << 20, "image_size is 1048576"),
                Arguments.of("look_size", 3, "look_size 3 does not divide"),
                Arguments.of("look_size", 16, "look_size is 16"),
                Arguments.of("normalisation", Map.of("mean", List.of(0), "std", List.of(1)), "three channels"),
                Arguments.of("normalisation", Map.of("mean", List.of(0, 0, 0), "std", List.of(1, 0, 1)), "std is 0"),
                Arguments.of("normalisation", Map.of("mean", List.of(0, 0, 0)), "normalisation.std' is missing"),
                Arguments.of("classifier", "sparse", "classifier is 'sparse', not one of [dense, patch-local]"),
                Arguments.of("look_features", -1, "look_features is -1"),
                Arguments.of("patch_features", 0, "patch_features is 0"),
                Arguments.of("value_head", 1, "value_head is not true or false"),
                Arguments.of("fusion", List.of(List.of(1, 0)), "fusion has 1 pairs, not 5"),
                Arguments.of("fusion", List.of(List.of(1)), "a row of 1 numbers"),
                Arguments.of("fusion", List.of(1, 2), "fusion[0] is not a list"),
                Arguments.of("steps", List.of(0, 4, 4), "not rising from 0 to 4"),
                Arguments.of("steps", List.of(1, 4), "not rising from 0 to 4"),
                Arguments.of("steps", List.of(0, 3), "not rising from 0 to 4"),
                Arguments.of("steps", List.of(), "not rising from 0 to 4"),
                Arguments.of("decision", Map.of("kind", "confidence", "value", 1.5), "tau is 1.5"),
                Arguments.of("decision", Map.of("kind", "confidence"), "lacks its value"),
                Arguments.of("decision", Map.of("kind", "policy", "value", 1), "has a value"),
                Arguments.of("decision", Map.of("kind", "patches", "value", 5), "5 patches for images of 4"),
                Arguments.of("decision", Map.of("kind", "patches", "value", 0.5), "decision 0.5"),
                Arguments.of("decision", Map.of("kind", "luck"), "is 'luck', not one of"),
                Arguments.of(
                        "budgets", List.of(Map.of("tau", 0.5, "accuracy", 101, "patches", 1)), "accuracy of budgets"),
                Arguments.of("budgets", List.of(Map.of("tau", 0.5, "accuracy", 1, "patches", 5)), "patches of budgets"),
                Arguments.of("budgets", List.of(Map.of("tau", 0, "accuracy", 1, "patches", 1)), "tau is 0"),
                Arguments.of("guarantees", List.of(), "the field 'guarantees' is unknown"),
                Arguments.of("accuracy_by_patches", List.of(), "the field 'accuracy_by_patches' is unknown"),
                Arguments.of("format_version", 2, "the field 'guarantees' is missing"),
                Arguments.of("members", Map.of(), "members lacks look.onnx"),
                Arguments.of("members", Map.of("../x", Map.of("bytes", 1, "sha256", "0".repeat(64))), "'../x' cannot"),
                Arguments.of(
                        "members", Map.of("manifest.json", Map.of("bytes", 1, "sha256", "0".repeat(64))), "cannot"),
                Arguments.of("members", Map.of("look.onnx", Map.of("bytes", 1, "sha256", "12")), "sha256"),
                Arguments.of("members", Map.of("look.onnx", Map.of("bytes", -1, "sha256", "0".repeat(64))), "-1 bytes"),
                Arguments.of("provenance", Map.of("command", "x"), "provenance.config' is missing"),
                Arguments.of("provenance", nothing, "provenance is not an object"),
                Arguments.of("colour", "red", "the field 'colour' is unknown"));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void wrongValuesAreRefusedInOneSentence(String field, Object value, String message) {
        Map<String, Object> fields = new LinkedHashMap<>(ManifestFields.of(MANIFEST));
        fields.put(field, value);
        assertThatThrownBy(() -> ManifestFields.manifest(fields))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void unknownFieldsFurtherInsideAreRefusedToo() {
        Map<String, Object> fields = new LinkedHashMap<>(ManifestFields.of(MANIFEST));
        fields.put("decision", Map.of("kind", "confidence", "value", 0.5, "why", "because"));
        assertThatThrownBy(() -> ManifestFields.manifest(fields)).hasMessageContaining("decision.why' is unknown");
    }

    @Test
    void nullIsAsGoodAsMissing() {
        Map<String, Object> fields = new LinkedHashMap<>(ManifestFields.of(MANIFEST));
        fields.put("classes", null);
        assertThatThrownBy(() -> ManifestFields.manifest(fields)).hasMessageContaining("'classes' is missing");
        fields.put("classes", new ArrayList<>(Arrays.asList("a", null)));
        assertThatThrownBy(() -> ManifestFields.manifest(fields)).hasMessageContaining("classes[1] is not text");
    }

    @Test
    void aPriceNeedsAValueHead() {
        Map<String, Object> fields = new LinkedHashMap<>(ManifestFields.of(MANIFEST));
        fields.put("decision", Map.of("kind", "price", "value", 0.01));
        assertThat(ManifestFields.manifest(fields).decision().budget()).isEqualTo(Budget.price(0.01, 1));
        fields.put("value_head", false);
        assertThatThrownBy(() -> ManifestFields.manifest(fields)).hasMessageContaining("there is no value head");
    }

    private static Guarantee guarantee(double epsilon, double tau, double patches) {
        return new Guarantee(epsilon, 0.1, tau, 1200, 0.004, 91.5, patches, "val of scenes, 1200 images");
    }

    @Test
    void guaranteesMakeItVersionTwo() {
        List<Guarantee> rows = List.of(guarantee(0.01, 1, 4), guarantee(0.02, 0.83, 1.5));
        Manifest calibrated = MANIFEST.withGuarantees(rows);
        Map<String, Object> fields = ManifestFields.of(calibrated);
        assertThat(fields).containsEntry("format_version", 2);
        assertThat(fields.get("guarantees"))
                .asString()
                .contains(
                        "{epsilon=0.02, delta=0.1, tau=0.83, images=1200, lost=0.004, accuracy=91.5, patches=1.5, data=");
        Manifest read = ManifestFields.manifest(fields);
        assertThat(read).isEqualTo(calibrated);
        assertThat(read.guarantees()).isEqualTo(rows);
        assertThat(read.withBudgets(read.budgets(), read.decision())).isEqualTo(calibrated);
        assertThat(ManifestFields.of(read.withGuarantees(List.of()))).isEqualTo(ManifestFields.of(MANIFEST));
        fields.put("guarantees", List.of());
        assertThat(ManifestFields.manifest(fields)).isEqualTo(MANIFEST);
    }

    private static final List<PatchAccuracy> ACCURACIES =
            List.of(new PatchAccuracy(0, 50), new PatchAccuracy(1, 75), new PatchAccuracy(4, 90));

    @Test
    void soDoAccuraciesByPatches() {
        Manifest calibrated = MANIFEST.withAccuracyByPatches(ACCURACIES);
        Map<String, Object> fields = ManifestFields.of(calibrated);
        assertThat(fields).containsEntry("format_version", 2).containsEntry("guarantees", List.of());
        assertThat(fields.get("accuracy_by_patches"))
                .hasToString("[{patches=0, accuracy=50.0}, {patches=1, accuracy=75.0}, {patches=4, accuracy=90.0}]");
        Manifest read = ManifestFields.manifest(fields);
        assertThat(read).isEqualTo(calibrated);
        assertThat(read.withBudgets(read.budgets(), read.decision()).withGuarantees(List.of()))
                .isEqualTo(calibrated);
        assertThat(ManifestFields.of(read.withAccuracyByPatches(List.of()))).isEqualTo(ManifestFields.of(MANIFEST));
        for (String field : List.of("guarantees", "accuracy_by_patches")) {
            Map<String, Object> without = new LinkedHashMap<>(fields);
            without.remove(field);
            assertThatThrownBy(() -> ManifestFields.manifest(without))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("the field '" + field + "' is missing");
        }
    }

    private static Map<String, Object> accuracy(Object patches, Object accuracy) {
        return Map.of("patches", patches, "accuracy", accuracy);
    }

    static Stream<Arguments> wrongAccuracies() {
        return Stream.of(
                Arguments.of(List.of(accuracy(0, 50)), "is of [0], not of the steps [0, 1, 4]"),
                Arguments.of(List.of(accuracy(0, 50), accuracy(4, 60), accuracy(1, 60)), "[0, 4, 1], not of the steps"),
                Arguments.of(List.of(accuracy(0, 50), accuracy(2, 60), accuracy(4, 60)), "[0, 2, 4], not of the steps"),
                Arguments.of(List.of(accuracy(-1, 50)), "patches of accuracy_by_patches is -1"),
                Arguments.of(List.of(accuracy(0, 101)), "accuracy of accuracy_by_patches is 101, not from 0 to 100"),
                Arguments.of(List.of(accuracy(0, Double.NaN)), "accuracy of accuracy_by_patches is NaN"),
                Arguments.of(List.of(accuracy(0.5, 50)), "accuracy_by_patches[0].patches is not a whole number"),
                Arguments.of(List.of(accuracy(0, "50")), "accuracy_by_patches[0].accuracy is not a number"),
                Arguments.of(List.of(Map.of("patches", 0)), "accuracy_by_patches[0].accuracy' is missing"),
                Arguments.of(
                        List.of(Map.of("patches", 0, "accuracy", 50, "colour", "red")),
                        "accuracy_by_patches[0].colour' is unknown"),
                Arguments.of(50, "accuracy_by_patches is not a list"));
    }

    @ParameterizedTest
    @MethodSource("wrongAccuracies")
    void wrongAccuraciesAreRefusedInOneSentence(Object value, String message) {
        Map<String, Object> fields = ManifestFields.of(MANIFEST.withAccuracyByPatches(ACCURACIES));
        fields.put("accuracy_by_patches", value);
        assertThatThrownBy(() -> ManifestFields.manifest(fields))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void betweenTwoStepsTheExpectedAccuracyIsLinear() {
        Manifest calibrated = MANIFEST.withAccuracyByPatches(ACCURACIES);
        double[] expected = {50, 75, 80, 85, 90};
        for (int patches = 0; patches <= 4; patches++) {
            assertThat(ExpectedAccuracy.of(calibrated, patches).orElseThrow())
                    .isCloseTo(expected[patches], within(1e-12));
            assertThat(ExpectedAccuracy.of(MANIFEST, patches)).isEmpty();
        }
        assertThatThrownBy(() -> ExpectedAccuracy.of(calibrated, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExpectedAccuracy.of(MANIFEST, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Arguments> wrongGuarantees() {
        return Stream.of(
                Arguments.of("epsilon", 0, "epsilon of guarantees is 0.0, not between 0 and 1"),
                Arguments.of("epsilon", 1, "epsilon of guarantees is 1.0"),
                Arguments.of("epsilon", Double.NaN, "epsilon of guarantees is NaN"),
                Arguments.of("delta", 1.5, "delta of guarantees is 1.5"),
                Arguments.of("tau", 0, "tau is 0"),
                Arguments.of("images", 0, "images of guarantees is 0"),
                Arguments.of("images", 0.5, "guarantees[0].images is not a whole number"),
                Arguments.of("lost", -1.1, "lost of guarantees is -1.1"),
                Arguments.of("accuracy", 101, "accuracy of guarantees is 101"),
                Arguments.of("patches", 5, "patches of guarantees is 5"),
                Arguments.of("data", "", "data of guarantees is blank"),
                Arguments.of("data", "a\nb", "control character"),
                Arguments.of("colour", "red", "guarantees[0].colour' is unknown"));
    }

    @ParameterizedTest
    @MethodSource("wrongGuarantees")
    void wrongGuaranteesAreRefusedInOneSentence(String field, Object value, String message) {
        Map<String, Object> fields = ManifestFields.of(MANIFEST.withGuarantees(List.of(guarantee(0.01, 0.9, 2))));
        List<?> rows = (List<?>) Objects.requireNonNull(fields.get("guarantees"));
        Map<Object, Object> row = new LinkedHashMap<>((Map<?, ?>) rows.get(0));
        row.put(field, value);
        fields.put("guarantees", List.of(row));
        assertThatThrownBy(() -> ManifestFields.manifest(fields))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void guaranteesRise() {
        Guarantee row = guarantee(0.01, 0.9, 2);
        assertThatThrownBy(() -> MANIFEST.withGuarantees(List.of(row, row))).hasMessageContaining("does not rise");
    }

    @Test
    void theGuaranteeForARiskIsTheLargestBelowIt() {
        Guarantee tight = guarantee(0.01, 1, 4);
        Guarantee loose = guarantee(0.05, 0.6, 1);
        Manifest calibrated = MANIFEST.withGuarantees(List.of(tight, loose));
        assertThat(Guarantees.forRisk(calibrated, 0.01)).isEqualTo(tight);
        assertThat(Guarantees.forRisk(calibrated, 0.0499)).isEqualTo(tight);
        assertThat(Guarantees.forRisk(calibrated, 0.3)).isEqualTo(loose);
        assertThat(tight.budget(4)).isEqualTo(Budget.patches(4));
        assertThat(loose.budget(4)).isEqualTo(Budget.confidence(0.6));
        assertThatThrownBy(() -> Guarantees.forRisk(calibrated, 0.0005))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("tiny guarantees no risk of at most 0.0005, only of 0.01, 0.05")
                .hasMessageContaining("calibrate --model BUNDLE --data PATH --epsilon 0.0005");
        assertThatThrownBy(() -> Guarantees.forRisk(MANIFEST, 0.5)).hasMessageContaining("was never calibrated");
        assertThatThrownBy(() -> Guarantees.forRisk(calibrated, 1)).hasMessageContaining("A risk of 1.0");
    }
}
