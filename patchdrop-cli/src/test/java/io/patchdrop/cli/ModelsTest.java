package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The weights under {@code models/}, on the images that they were measured on where this machine has them. */
class ModelsTest extends CommandLineTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** One of the 420 test images is 0.24 points; another CPU rounds otherwise and may turn a close answer. */
    private static final double TWO_IMAGES = 0.5;

    @Test
    void ucMercedGivesWhatItsResultsSay() throws Exception {
        Path data = shared().resolve("data").resolve("ucmerced256.zip");
        assumeTrue(Files.isRegularFile(data), data + " is not on this machine");
        Path model = ROOT.resolve("models").resolve("ucmerced");

        Outcome outcome = run("evaluate", "--run", model.toString(), "--data", data.toString(), "--json", "-");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode found = JSON.readTree(outcome.out());
        JsonNode expected = JSON.readTree(Files.readString(model.resolve("results.json")));
        assertThat(found.get("images").intValue()).isEqualTo(420);
        assertThat(found.get("systems").size())
                .isEqualTo(expected.get("systems").size())
                .isPositive();
        for (int i = 0; i < expected.get("systems").size(); i++) {
            JsonNode row = expected.get("systems").get(i);
            JsonNode measured = found.get("systems").get(i);
            String label = row.get("name").asString() + " " + row.get("stage").asString();
            assertThat(measured.get("name")).as(label).isEqualTo(row.get("name"));
            assertThat(measured.get("stage")).as(label).isEqualTo(row.get("stage"));
            assertThat(measured.get("accuracy").doubleValue())
                    .as("accuracy of %s", label)
                    .isCloseTo(row.get("accuracy").doubleValue(), within(TWO_IMAGES));
            assertThat(measured.get("patches").doubleValue())
                    .as("S of %s", label)
                    .isCloseTo(row.get("patches").doubleValue(), within(0.1));
        }
    }

    private static Path shared() {
        return Optional.ofNullable(System.getenv("PATCHDROP_SHARED"))
                .map(Path::of)
                .orElse(ROOT.resolveSibling("shared"))
                .normalize();
    }
}
