package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.PatchMask;
import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.BundleArchive;
import io.patchdrop.core.bundle.ExpectedAccuracy;
import io.patchdrop.core.bundle.Guarantee;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.bundle.PatchAccuracy;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code calibrate}, on a tiny model whose answers follow from arithmetic, and on the model of scenes. */
class CalibrateTest extends CommandLineTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final LinearModel LINEAR = LinearModel.patchLocal();
    private static final int IMAGES = 80;

    private Path bundle = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void writeBundleAndImages() throws IOException {
        bundle = folder.resolve("model.patchdrop");
        LinearModel.write(bundle, LINEAR.bundle());
        data = folder.resolve("data");
        for (int number = 0; number < IMAGES; number++) {
            byte[] pixels = LINEAR.randomImage(number);
            Path place = data.resolve("val").resolve("class " + labelOf(pixels));
            Pictures.png(place.resolve("image" + number + ".png"), pixels, LINEAR.imageSize());
        }
    }

    /** What the model says of the whole image: with all patches it is always right. */
    private static int labelOf(byte[] pixels) {
        double[] logits = LINEAR.fusedLogits(
                pixels,
                LINEAR.lookOf(pixels),
                PatchMask.ofIndices(9, IntStream.range(0, 9).toArray()));
        return IntStream.range(0, logits.length)
                .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                .orElseThrow();
    }

    private Outcome calibrate(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("calibrate", "--model", bundle.toString(), "--data", data.toString()));
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    @Test
    void theBundleHoldsItsGuaranteesAfterwards() {
        Bundle before = BundleArchive.read(bundle, Json::readObject);

        Outcome outcome = calibrate("--epsilon", "0.4,0.001", "--delta", "0.2");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .contains("note: if training validated on these images", "calibrating linear on 80 images");
        assertThat(outcome.out().lines()).hasSize(1 + 2 + 1 + 1 + 1 + 6 + 1);
        assertThat(outcome.out())
                .contains("  0.001   1.000  0.0000   100.00%     9.00", "at least 0.8 over", "       9   100.00%");
        Bundle after = BundleArchive.read(bundle, Json::readObject);
        List<Guarantee> guarantees = after.manifest().guarantees();
        assertThat(guarantees).extracting(Guarantee::epsilon).containsExactly(0.001, 0.4);
        assertThat(guarantees.get(0).tau()).isEqualTo(1);
        assertThat(guarantees.get(1).tau()).isLessThan(1);
        assertThat(guarantees.get(1).data()).startsWith("val of data, fingerprint ");
        assertWhatWasSeen(guarantees.get(1));
        assertThat(after.manifest().accuracyByPatches())
                .extracting(PatchAccuracy::patches)
                .containsExactly(0, 2, 4, 6, 8, 9);
        after.manifest().accuracyByPatches().forEach(this::assertWhatWasSeen);
        assertThat(after.manifest().withGuarantees(List.of()).withAccuracyByPatches(List.of()))
                .isEqualTo(before.manifest());
        before.members().forEach((name, bytes) -> assertThat(after.member(name)).isEqualTo(bytes));
    }

    /** Against {@code classify} at that tau. */
    private void assertWhatWasSeen(Guarantee guarantee) {
        Seen seen = classified("--tau", Double.toString(guarantee.tau()));
        assertThat(guarantee.images()).isEqualTo(IMAGES);
        assertThat(guarantee.accuracy()).isCloseTo(100.0 * seen.right() / IMAGES, within(1e-9));
        assertThat(guarantee.lost()).isCloseTo(1 - (double) seen.right() / IMAGES, within(1e-9));
        assertThat(guarantee.patches())
                .isCloseTo((double) seen.patches() / IMAGES, within(1e-9))
                .isLessThan(9);
    }

    /** Against {@code classify} of so many patches. */
    private void assertWhatWasSeen(PatchAccuracy row) {
        Seen seen = classified("--budget", Integer.toString(row.patches()));
        assertThat(seen.patches()).isEqualTo(IMAGES * row.patches());
        assertThat(row.accuracy()).isCloseTo(100.0 * seen.right() / IMAGES, within(1e-9));
    }

    private record Seen(int right, int patches) {}

    private Seen classified(String... budget) {
        List<String> arguments = new ArrayList<>(List.of("classify", "--model", bundle.toString()));
        arguments.addAll(List.of(budget));
        for (int number = 0; number < IMAGES; number++) {
            arguments.add(data.resolve("val")
                    .resolve("class " + labelOf(LINEAR.randomImage(number)))
                    .resolve("image" + number + ".png")
                    .toString());
        }
        Outcome outcome = run(arguments);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        int right = 0;
        int patches = 0;
        List<JsonNode> lines = outcome.out().lines().map(JSON::readTree).toList();
        for (int number = 0; number < IMAGES; number++) {
            right += lines.get(number).get("class").asString().equals("class " + labelOf(LINEAR.randomImage(number)))
                    ? 1
                    : 0;
            patches += lines.get(number).get("patches").size();
        }
        return new Seen(right, patches);
    }

    @Test
    void anotherFileLeavesTheBundleAloneAndAgainGivesTheSame() throws IOException {
        byte[] before = Files.readAllBytes(bundle);
        Path out = folder.resolve("calibrated.patchdrop");

        Outcome outcome = calibrate("--out", out.toString(), "--json", "-");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(Files.readAllBytes(bundle)).isEqualTo(before);
        JsonNode result = JSON.readTree(outcome.out());
        assertThat(result.propertyNames())
                .containsExactly(
                        "dataset", "split", "images", "delta", "guarantees", "all_patches", "accuracy_by_patches");
        assertThat(result.get("images").intValue()).isEqualTo(IMAGES);
        assertThat(result.get("all_patches").get("accuracy").doubleValue()).isEqualTo(100);
        assertThat(result.get("all_patches").get("patches").doubleValue()).isEqualTo(9);
        assertThat(result.get("guarantees").valueStream().map(row -> row.get("epsilon")
                        .doubleValue()))
                .containsExactly(0.005, 0.01, 0.02, 0.05);
        assertThat(result.get("guarantees").get(0).propertyNames())
                .containsExactly("epsilon", "tau", "lost", "accuracy", "patches");
        JsonNode byPatches = result.get("accuracy_by_patches");
        assertThat(byPatches.valueStream().map(row -> row.get("patches").intValue()))
                .containsExactly(0, 2, 4, 6, 8, 9);
        assertThat(byPatches.get(5).propertyNames()).containsExactly("patches", "accuracy");
        assertThat(byPatches.get(5).get("accuracy").doubleValue()).isEqualTo(100);
        byte[] first = Files.readAllBytes(out);
        bundle = out;
        assertThat(calibrate().code()).isZero();
        assertThat(Files.readAllBytes(out)).isEqualTo(first);
        assertNothingTemporary(folder);
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws IOException {
        byte[] before = Files.readAllBytes(bundle);
        assertRefused(calibrate("--delta", "1"), "--delta is 1.0");
        assertRefused(calibrate("--epsilon", "0.1,0"), "--epsilon is 0.0");
        assertRefused(calibrate("--epsilon", "much"), "--epsilon");
        assertRefused(calibrate("--limit", "0"), "--limit is 0");
        assertRefused(calibrate("--split", "all"), "there is no split all");
        assertRefused(calibrate("--out", folder.toString()), "cannot write");
        Path text = Files.writeString(folder.resolve("text.txt"), "mine");
        assertRefused(calibrate("--out", text.toString()), "exists and is not a bundle, so it is not replaced");
        assertRefused(run("calibrate", "--model", text.toString(), "--data", data.toString()), "is not a bundle");
        assertThat(run("calibrate", "--model", bundle.toString(), "--data", scenes.toString())
                        .err())
                .contains("the model does not know the class ");
        assertThat(Files.readAllBytes(bundle)).isEqualTo(before);
        assertThat(text).hasContent("mine");
    }

    @Test
    void imagesOfTheTrainingAreWarnedOf() throws IOException {
        SharedFiles.copy(data.resolve("val"), data.resolve("train"));
        Outcome outcome = calibrate("--split", "train", "--limit", "20");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .contains("warning: the guarantee does not hold if the model was trained on these images");
        assertThat(outcome.err()).contains("on 20 images");
    }

    /** 400 of the scenes that were held out from training. */
    @Test
    void theModelOfScenesKeepsItsAccuracyOnFewPatches() throws IOException {
        Path model = Path.of("..", "models", "scenes.patchdrop");
        byte[] before = Files.readAllBytes(model);
        Path out = folder.resolve("scenes.patchdrop");

        Outcome outcome = run(
                "calibrate",
                "--model",
                model.toString(),
                "--data",
                "scenes",
                "--limit",
                "400",
                "--epsilon",
                "0.02,0.05",
                "--out",
                out.toString());

        assertThat(outcome.code()).as(outcome.err()).isZero();
        Manifest calibrated = BundleArchive.read(out, Json::readObject).manifest();
        assertThat(calibrated.guarantees()).allSatisfy(row -> {
            assertThat(row.tau()).isLessThan(1);
            assertThat(row.patches()).isBetween(1.0, 6.0);
            assertThat(row.lost()).isLessThan(row.epsilon());
            assertThat(row.accuracy()).isGreaterThan(93);
            assertThat(row.images()).isEqualTo(400);
        });
        assertThat(ExpectedAccuracy.of(calibrated, 3).orElseThrow()).isBetween(85.0, 95.0);
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
        assertThat(Arrays.compare(Files.readAllBytes(out), before)).isNotZero();
    }
}
