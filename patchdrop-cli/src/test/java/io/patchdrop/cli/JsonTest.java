package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What scripts read: {@code --json} and results.json, with the fields of the contract and no others. */
class JsonTest extends CommandLineTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] SYSTEM_FIELDS = {
        "name", "stage", "accuracy", "patches", "patches_std", "masks", "ms_per_image", "train_seconds"
    };
    private static final List<String> SYSTEMS = List.of(
            "LR-CNN -",
            "HR-CNN -",
            "PatchDrop Pt",
            "Random Pt",
            "Central Pt",
            "PatchDrop Ft-1",
            "Random Ft-1",
            "Central Ft-1",
            "PatchDrop Ft-2",
            "Random Ft-2",
            "Central Ft-2",
            "Cascade -");

    @Test
    void trainPrintsResultsAndNothingElse() throws IOException {
        Outcome outcome = train(folder.resolve("out"), "--stages", "lr", "--json", "-");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode results = JSON.readTree(outcome.out());
        assertThat(results.propertyNames())
                .containsExactly("dataset", "preset", "recipe", "seed", "patches", "systems");
        assertThat(results.get("patches").intValue()).isEqualTo(16);
        assertThat(results.get("seed").intValue()).isEqualTo(1);
        assertThat(names(results)).containsExactly("LR-CNN -");
        assertThat(outcome.out()).isEqualTo(Files.readString(folder.resolve("out/results.json")));
    }

    @Test
    void evaluateReproducesTheResultsOfTraining() throws IOException {
        Path run = SharedFiles.trainedRun();

        Outcome outcome = run("evaluate", "--run", run.toString(), "--json", "-");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode evaluation = JSON.readTree(outcome.out());
        assertThat(evaluation.propertyNames()).containsExactly("dataset", "split", "images", "systems");
        assertThat(evaluation.get("dataset").asString()).isEqualTo("scenes");
        assertThat(evaluation.get("split").asString()).isEqualTo("test");
        assertThat(evaluation.get("images").intValue()).isEqualTo(16);
        // The cascade has a row for each threshold.
        assertThat(names(evaluation).stream().distinct()).containsExactlyElementsOf(SYSTEMS);
        JsonNode trained =
                JSON.readTree(Files.readString(run.resolve("results.json"))).get("systems");
        for (int i = 0; i < trained.size(); i++) {
            JsonNode system = evaluation.get("systems").get(i);
            assertThat(system.propertyNames()).contains(SYSTEM_FIELDS);
            for (String field : trained.get(i).propertyNames()) {
                if (!field.equals("ms_per_image")) {
                    assertThat(system.get(field))
                            .as(names(evaluation).get(i) + " " + field)
                            .isEqualTo(trained.get(i).get(field));
                }
            }
        }
    }

    @Test
    void controlsTakeAsManyPatchesAsThePolicy() {
        Outcome outcome = run("evaluate", "--run", SharedFiles.trainedRun() + "", "--split", "train", "--json", "-");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode evaluation = JSON.readTree(outcome.out());
        int images = evaluation.get("images").intValue();
        assertThat(images).isEqualTo(64);
        // Each image takes S rounded down or up, drawn so that the mean is S: a spread of at most a half.
        double fourDeviations = 4 * 0.5 / Math.sqrt(images) + 0.01;
        double policy = Double.NaN;
        for (JsonNode system : evaluation.get("systems")) {
            String name = system.get("name").asString();
            double patches = system.get("patches").doubleValue();
            if (name.equals("PatchDrop")) {
                policy = patches;
            } else if (name.equals("Random") || name.equals("Central")) {
                assertThat(patches).as(name).isCloseTo(policy, within(fourDeviations));
                assertThat(system.get("patches_std").doubleValue()).as(name).isLessThanOrEqualTo(0.5);
            }
        }
        assertThat(policy).isBetween(0.0, 16.0);
    }

    @Test
    void jsonFileComesBesideTheTable() throws IOException {
        Path json = folder.resolve("new/evaluation.json");

        Outcome outcome = run(
                "evaluate",
                "--run",
                SharedFiles.trainedRun() + "",
                "--split",
                "val",
                "--limit",
                "5",
                "--json",
                json + "");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("PatchDrop", "Accuracy in percent on the val split of scenes");
        JsonNode evaluation = JSON.readTree(Files.readString(json));
        assertThat(evaluation.get("split").asString()).isEqualTo("val");
        assertThat(evaluation.get("images").intValue()).isEqualTo(5);
    }

    @Test
    void dataInfo() {
        Outcome outcome = run("data", "info", scenes.toString(), "--json", "-");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        JsonNode info = JSON.readTree(outcome.out());
        assertThat(info.propertyNames())
                .containsExactly(
                        "name",
                        "layout",
                        "classes",
                        "images",
                        "width",
                        "height",
                        "formats",
                        "measured",
                        "skipped",
                        "fingerprint");
        assertThat(info.get("images").intValue()).isEqualTo(64 + 7 + 16);
        assertThat(info.get("classes").size()).isEqualTo(8);
        assertThat(info.get("classes").get(0).propertyNames()).containsExactly("name", "train", "validation", "test");
        assertThat(info.get("width").get("maximum").intValue()).isEqualTo(64);
        assertThat(info.get("skipped").size()).isZero();
    }

    private static List<String> names(JsonNode results) {
        return results.get("systems")
                .valueStream()
                .map(system -> system.get("name").asString() + " "
                        + system.get("stage").asString())
                .toList();
    }
}
