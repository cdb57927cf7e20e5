package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchdrop.core.bundle.Manifest.Classifier;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bundles under {@code models/}: that they load, are small, and answer as their results say. */
class BundlesTest extends CommandLineTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final long MOST_BYTES = 12L << 20;

    private static Path bundle(String name) {
        return ROOT.resolve("models").resolve(name + ".patchdrop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scenes", "ucmerced", "cifar10"})
    void everyBundleLoadsAndIsSmall(String name) throws IOException {
        assertThat(Files.size(bundle(name))).isLessThan(MOST_BYTES);
        try (PatchDropModel model = PatchDropModel.load(bundle(name))) {
            assertThat(model.manifest().classifier()).isEqualTo(Classifier.PATCH_LOCAL);
            assertThat(model.manifest().provenance().command()
                            + model.manifest().provenance().config())
                    .as("no path of the machine that trained it")
                    .doesNotContainPattern("(^|[\\s'\"])/[a-z]");
        }
    }

    /** A part of the built-in scenes, which are the same everywhere. */
    @Test
    void theBundleOfScenesAnswersFromFewPatches() {
        Outcome outcome = run(
                "evaluate",
                "--model",
                bundle("scenes").toString(),
                "--data",
                "scenes",
                "--limit",
                "400",
                "--json",
                "-");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode systems = JSON.readTree(outcome.out()).get("systems");
        JsonNode own = systems.get(0);
        assertThat(own.get("accuracy").doubleValue()).isGreaterThan(97);
        assertThat(own.get("patches").doubleValue()).isBetween(1.0, 4.0);
        assertThat(own.get("masks").intValue()).isGreaterThan(50);
    }

    /** On a few images where this machine has them; on another CPU sums round otherwise, and a close answer may turn. */
    @ParameterizedTest
    @CsvSource({"ucmerced, ucmerced256.zip", "cifar10, cifar10.zip"})
    void theOthersAnswerAsWhenTheyWereMade(String name, String file) throws IOException {
        Path data = Optional.ofNullable(System.getenv("PATCHDROP_SHARED"))
                .map(Path::of)
                .orElse(ROOT.resolveSibling("shared"))
                .resolve("data")
                .resolve(file)
                .normalize();
        assumeTrue(Files.isRegularFile(data), data + " is not on this machine");
        JsonNode expected = JSON.readTree(Files.readString(ROOT.resolve("models/expected.json")))
                .get(name);
        String limit = expected.get("images").asString();

        Outcome outcome = run(
                "evaluate",
                "--model",
                bundle(name).toString(),
                "--data",
                data.toString(),
                "--limit",
                limit,
                "--json",
                "-");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode own = JSON.readTree(outcome.out()).get("systems").get(0);
        double twoImages = 200 / Double.parseDouble(limit);
        assertThat(own.get("accuracy").doubleValue())
                .isCloseTo(expected.get("accuracy").doubleValue(), within(twoImages));
        assertThat(own.get("patches").doubleValue())
                .isCloseTo(expected.get("patches").doubleValue(), within(0.2));
    }
}
