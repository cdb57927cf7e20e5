package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.PatchMask;
import io.patchdrop.fixtures.LinearModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that take a bundle, on tiny models whose answers follow from arithmetic. */
class ModelTest extends CommandLineTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final LinearModel LINEAR = LinearModel.patchLocal();

    private String bundle = "";

    @BeforeEach
    void writeBundle() throws IOException {
        Path file = folder.resolve("model.patchdrop");
        LinearModel.write(file, LINEAR.bundle());
        bundle = file.toString();
    }

    private String image(int number) {
        Path file = folder.resolve("image" + number + ".png");
        return Pictures.png(file, LINEAR.randomImage(number), LINEAR.imageSize())
                .toString();
    }

    @Test
    void classifyGivesALineForEachImage() {
        List<String> images = IntStream.range(0, 70).mapToObj(this::image).toList();
        List<String> arguments = new ArrayList<>(List.of("classify", "--model", bundle, "--budget", "3"));
        arguments.addAll(images);

        Outcome outcome = run(arguments);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(70);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = JSON.readTree(lines.get(i));
            assertThat(line.propertyNames())
                    .containsExactly("image", "class", "confidence", "patches", "probabilities");
            assertThat(line.get("image").asString()).isEqualTo(images.get(i));
            assertLine(line, i);
        }
    }

    private static void assertLine(JsonNode line, int number) {
        byte[] pixels = LINEAR.randomImage(number);
        double[] look = LINEAR.lookOf(pixels);
        double[] scores = LINEAR.scores(look);
        int[] best = IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[b], scores[a]))
                .limit(3)
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(line.get("patches").valueStream().mapToInt(JsonNode::intValue))
                .containsExactly(box(best));
        double[] logits = LINEAR.fusedLogits(pixels, look, PatchMask.ofIndices(9, best));
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        int winner = IntStream.range(0, 4)
                .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                .orElseThrow();
        assertThat(line.get("class").asString()).isEqualTo("class " + winner);
        assertThat(line.get("confidence").doubleValue()).isCloseTo(Math.exp(logits[winner]) / sum, within(1e-5));
        assertThat(line.get("probabilities").propertyNames())
                .containsExactly("class 0", "class 1", "class 2", "class 3");
        for (int i = 0; i < 4; i++) {
            assertThat(line.get("probabilities").get("class " + i).doubleValue())
                    .isCloseTo(Math.exp(logits[i]) / sum, within(1e-5));
        }
    }

    private static Integer[] box(int[] numbers) {
        return Arrays.stream(numbers).boxed().toArray(Integer[]::new);
    }

    @Test
    void imagesThatCannotBeReadAreNamedAndTheOthersAnswered() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "not an image");
        byte[] whole = Files.readAllBytes(Path.of(image(1)));
        Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));

        Outcome outcome = run(
                "classify",
                "--model",
                bundle,
                image(1),
                text + "",
                folder.resolve("none.png") + "",
                folder + "",
                cut + "",
                image(2));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()
                        .lines()
                        .map(line -> JSON.readTree(line).get("image").asString()))
                .containsExactly(image(1), image(2));
        assertThat(outcome.err().lines()).hasSize(4).allSatisfy(line -> assertThat(line)
                .matches("patchdrop: .* cannot be read: .+ \\(.+\\)"));
        assertThat(outcome.err())
                .contains("text.png", "none.png cannot be read: there is no such file", "it is a folder");
    }

    @Test
    void eachBudgetIsTaken() {
        assertThat(patches("--budget", "0")).isEmpty();
        assertThat(patches("--budget", "9")).hasSize(9);
        assertThat(patches("--tau", "0.000001")).isEmpty();
        assertThat(patches("--tau", "1")).isNotEmpty();
        assertThat(patches("--price", "100")).isEmpty();
        assertThat(patches("--price", "0")).isNotEmpty();
    }

    private List<JsonNode> patches(String option, String value) {
        Outcome outcome = run("classify", "--model", bundle, option, value, image(5));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return JSON.readTree(outcome.out()).get("patches").valueStream().toList();
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws IOException {
        assertRefused(run("classify", "--model", bundle, "--budget", "10", image(1)), "10 patches for images of 9");
        assertRefused(run("classify", "--model", bundle, "--tau", "1.5", image(1)), "tau is 1.5");
        assertRefused(run("classify", "--model", bundle, "--price", "-1", image(1)), "-1.0 as lambda");
        assertRefused(
                run("classify", "--model", bundle, "--tau", "0.5", "--budget", "3", image(1)), "mutually exclusive");
        assertRefused(run("classify", "--model", "nowhere.patchdrop", image(1)), "nowhere.patchdrop does not exist");
        assertRefused(run("classify", "--model", image(1), image(1)), "is not a bundle that can be used");
        assertRefused(run("evaluate", "--model", image(1), "--data", "scenes"), "is not a bundle that can be used");
        assertRefused(run("evaluate", "--model", bundle, "--run", "x"), "mutually exclusive");
        assertRefused(run("evaluate", "--model", bundle, "--data", "scenes", "--device", "cpu"), "no --device");
        assertRefused(run("evaluate", "--model", bundle, "--data", "nowhere"), "there is no data set nowhere");
        assertThat(run("evaluate", "--model", bundle, "--data", scenes + "").err())
                .contains("the model does not know the class ");
        for (String option : List.of("--batch", "--threads", "--seconds")) {
            assertRefused(run("bench", "--model", bundle, option, "0"), option + " is 0");
        }
        assertRefused(run("bench", "--model", bundle, "--json", folder + ""), "cannot write");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void benchHasARowForEachNumberOfPatches(boolean patchLocal) throws IOException {
        LinearModel model = patchLocal ? LINEAR : LinearModel.dense();
        LinearModel.write(Path.of(bundle), model.bundle());

        Outcome outcome =
                run("bench", "--model", bundle, "--batch", "3", "--threads", "1", "--seconds", "0.2", "--json", "-");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode result = JSON.readTree(outcome.out());
        assertThat(result.propertyNames()).containsExactly("threads", "batch", "rows", "dense");
        assertThat(result.get("threads").intValue()).isEqualTo(1);
        assertThat(result.get("batch").intValue()).isEqualTo(3);
        assertThat(result.get("rows").size()).isEqualTo(10);
        for (int i = 0; i < 10; i++) {
            assertThat(result.get("rows").get(i).get("patches").intValue()).isEqualTo(i);
            assertTimes(result.get("rows").get(i));
            assertThat(result.get("rows").get(i).get("look_ms").doubleValue()).isPositive();
        }
        assertTimes(result.get("dense"));
        assertThat(result.get("dense").get("look_ms").doubleValue() > 0).isEqualTo(patchLocal);
    }

    private static void assertTimes(JsonNode row) {
        assertThat(row.propertyNames()).contains("patches", "images_per_second", "p50_ms", "p99_ms");
        double median = row.get("p50_ms").doubleValue();
        assertThat(median).isPositive().isLessThanOrEqualTo(row.get("p99_ms").doubleValue());
        assertThat(row.get("images_per_second").doubleValue()).isCloseTo(3000 / median, within(10 / median));
        assertThat(row.get("calls").intValue()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void benchPrintsATableAndWritesJsonBeside() {
        Path json = folder.resolve("bench.json");

        Outcome outcome = run("bench", "--model", bundle, "--seconds", "0.1", "--json", json + "");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines()).hasSize(1 + 10 + 1 + 1);
        assertThat(outcome.out()).contains("Images/s", "dense");
        assertThat(json).isNotEmptyFile();
    }

    @Test
    void evaluateGivesTheAccuracyOfArithmetic() throws IOException {
        Path data = folder.resolve("data");
        int images = 70;
        for (int number = 0; number < images; number++) {
            Path file = data.resolve("test").resolve("class " + number % 4).resolve("image" + number + ".png");
            Pictures.png(file, LINEAR.randomImage(number), LINEAR.imageSize());
        }

        Outcome outcome = run("evaluate", "--model", bundle, "--data", data + "", "--json", "-");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode result = JSON.readTree(outcome.out());
        assertThat(result.propertyNames()).containsExactly("dataset", "split", "images", "systems");
        assertThat(result.get("images").intValue()).isEqualTo(images);
        JsonNode rows = result.get("systems");
        assertThat(rows.valueStream().map(row -> row.get("name").asString()))
                .containsExactly("linear", "linear, no patch", "linear", "linear", "linear, all patches");
        assertThat(rows.get(2).get("tau").doubleValue()).isEqualTo(0.5);
        assertThat(rows.get(3).get("tau").doubleValue()).isEqualTo(0.9);
        assertThat(rows.get(0).has("tau")).isFalse();
        assertThat(rows.get(0).get("train_seconds").isNull()).isTrue();
        assertRow(rows.get(0), images, look -> IntStream.range(0, 9)
                .filter(patch -> LINEAR.scores(look)[patch] >= 0)
                .toArray());
        assertRow(rows.get(1), images, look -> new int[0]);
        assertRow(rows.get(4), images, look -> IntStream.range(0, 9).toArray());
        assertThat(rows.get(3).get("patches").doubleValue())
                .isGreaterThan(rows.get(2).get("patches").doubleValue());

        Outcome table = run("evaluate", "--model", bundle, "--data", data + "", "--limit", "8");
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out()).contains("linear", "Accuracy in percent on the test split of data");
    }

    private interface Choice {
        int[] patches(double[] look);
    }

    private static void assertRow(JsonNode row, int images, Choice choice) {
        int right = 0;
        int taken = 0;
        for (int number = 0; number < images; number++) {
            byte[] pixels = LINEAR.randomImage(number);
            double[] look = LINEAR.lookOf(pixels);
            int[] patches = choice.patches(look);
            double[] logits = LINEAR.fusedLogits(pixels, look, PatchMask.ofIndices(9, patches));
            double highest = Arrays.stream(logits).max().orElseThrow();
            right += logits[number % 4] == highest ? 1 : 0;
            taken += patches.length;
        }
        assertThat(row.get("accuracy").doubleValue()).isCloseTo(100.0 * right / images, within(0.006));
        assertThat(row.get("patches").doubleValue()).isCloseTo((double) taken / images, within(0.006));
    }

    @Test
    void classifyNeedsNoLibtorchAndTakesACommandLineOfAnyLength() throws Exception {
        String light = String.join(
                java.io.File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                        .filter(entry -> !entry.contains("bytedeco"))
                        .toList());
        List<String> arguments = new ArrayList<>(List.of("classify", "--model", bundle));
        int images = 4096 / image(1).length() + 1;
        for (int i = 0; i < images; i++) {
            arguments.add(image(1));
        }
        try (ChildProcess process = ChildProcess.startWith(light, arguments)) {
            Outcome outcome = process.finish();
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out().lines()).hasSize(images);
        }
        try (ChildProcess process =
                ChildProcess.startWith(light, List.of("bench", "--model", bundle, "--seconds", "0.1"))) {
            assertThat(process.finish().code()).isZero();
        }
    }
}
