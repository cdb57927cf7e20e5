package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code train --recipe anytime}, and {@code evaluate} on what it and {@code compare} leave. */
class RecipeTest extends CommandLineTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> SMALL_ANYTIME = settings(
            "anytime.score_net=grid-resnet8-w4",
            "anytime.hidden=4",
            "anytime.fusion_masks=1",
            "anytime.samples=2",
            "anytime.steps=[0, 2, 16]",
            "anytime.taus=[0.2, 0.9]",
            "anytime.lambdas=[0.01]");

    @Test
    void anytimeIsTrainedEvaluatedAndTakenUpAgain() throws IOException {
        Path run = folder.resolve("run");
        Outcome trained = anytime(run);
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("HR-CNN", "Anytime", "Report: " + run.resolve("report.html"));
        JsonNode results = JSON.readTree(Files.readString(run.resolve("results.json")));
        assertThat(results.get("recipe").asString()).isEqualTo("anytime");
        assertThat(rows(results))
                .extracting(row -> row.substring(0, row.indexOf(' ')))
                .containsExactly(
                        "LR-CNN", "HR-CNN", "Random", "Random", "Random", "Central", "Central", "Central", "Cascade",
                        "Cascade", "Cascade", "Anytime", "Anytime", "Anytime");
        assertThat(run.resolve("report.html")).content().contains("patch scores grid-resnet8-w4");
        // --epochs 1 holds for every part.
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl")).stream().map(JSON::readTree))
                .extracting(line -> line.get("stage").asString() + " " + line.get("epoch"))
                .containsExactly(
                        "LR-CNN 1",
                        "HR-CNN 1",
                        "Anytime, LR trunk 1",
                        "Anytime, HR classifier 1",
                        "Anytime, HR classifier, random masks 1",
                        "Anytime, patch scores 1",
                        "Anytime, HR classifier, own masks 1",
                        "Anytime, value head 1");

        assertThat(evaluated(run)).isEqualTo(rows(results));

        Path bundle = folder.resolve("anytime.patchdrop");
        Outcome exported = run("export", "--run", run.toString(), "--out", bundle.toString());
        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(exported.err()).isEqualTo("measuring the budgets on 7 validation images\n");
        assertThat(exported.out())
                .startsWith("Wrote " + bundle + ": ")
                .contains(
                        " anytime, 8 classes, dense classifier, decides by confidence ", "classify.onnx", "look.onnx");

        assertRefused(anytime(run), "is not empty", "--resume");
        Outcome resumed = anytime(run, "--resume");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(rows(JSON.readTree(Files.readString(run.resolve("results.json")))))
                .isEqualTo(rows(results));
    }

    @Test
    void theRecipeMayBeNamedInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), "recipe: anytime\n");
        String[] arguments = {"--config", file.toString(), "--stages", "lr"};

        assertRefused(train(folder.resolve("out"), arguments), "the recipe anytime is trained as a whole");

        List<String> more = new ArrayList<>(List.of(arguments));
        more.addAll(List.of("--recipe", "paper"));
        Outcome outcome = train(folder.resolve("out"), more.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(folder.resolve("out/config.yaml")).content().contains("recipe: paper");
    }

    @Test
    void evaluateTakesAFolderOfCompare() throws IOException {
        Path run = folder.resolve("compared");
        List<String> arguments = new ArrayList<>(trainArguments(run, 1));
        arguments.set(0, "compare");
        arguments.addAll(List.of("--systems", "KD,Fixed-H,Random"));
        arguments.addAll(settings("tuning.epochs=0"));
        arguments.addAll(SMALL_ANYTIME);
        Outcome compared = run(arguments);
        assertThat(compared.code()).as(compared.err()).isZero();

        List<String> rows = evaluated(run);
        // HR-CNN, LR-CNN and PatchDrop were trained for the others, so they have rows of their own here.
        assertThat(rows)
                .extracting(row -> row.substring(0, row.indexOf(' ')))
                .contains("LR-CNN", "KD", "HR-CNN", "Fixed-H", "PatchDrop", "Random", "Cascade")
                .doesNotContain("Anytime", "PCN");
        assertThat(rows).containsAll(rows(JSON.readTree(Files.readString(run.resolve("results.json")))));
    }

    private Outcome anytime(Path run, String... more) {
        List<String> arguments = trainArguments(run, 1, more);
        arguments.addAll(SMALL_ANYTIME);
        arguments.addAll(List.of("--recipe", "anytime"));
        return run(arguments);
    }

    private static List<String> evaluated(Path run) {
        Outcome outcome = run("evaluate", "--run", run.toString(), "--json", "-");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return rows(JSON.readTree(outcome.out()));
    }

    /** What does not change from one evaluation to the next. */
    private static List<String> rows(JsonNode results) {
        return results.get("systems")
                .valueStream()
                .map(row -> row.get("name").asString() + " " + row.get("stage") + " " + row.get("accuracy") + " "
                        + row.get("patches") + " " + row.get("masks") + " " + row.get("train_seconds") + " "
                        + row.path("tau") + " " + row.path("lambda"))
                .toList();
    }
}
