package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code compare --seeds}. */
class CompareSeedsTest extends CommandLineTest {
    @ParameterizedTest
    @CsvSource({
        "0, --seeds is 0, at least 1",
        "-2, --seeds is -2, at least 1",
        "three, 'three', --seeds",
        "1.5, '1.5', --seeds",
        "'', '', --seeds",
        "99999999999, '99999999999', --seeds"
    })
    void numbersThatCannotBeUsed(String seeds, String problem, String remedy) throws IOException {
        assertRefused(compare(seeds), problem, remedy);
        assertOnlyLeft();
    }

    @Test
    void eachSeedHasAFolderAndAllHaveOneTable() throws IOException {
        Outcome outcome = compare("2", "--seed", "7", "--json", "-");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("Seed 7 (1 of 2)", "Seed 8 (2 of 2)");
        JsonNode results = new JsonMapper().readTree(outcome.out());
        assertThat(results.get("seeds")).hasToString("[7,8]");
        assertThat(results.get("systems").get(0).propertyNames()).contains("accuracy_std", "patches_mean_std");
        Path out = folder.resolve("out");
        assertThat(out.resolve("results.json")).hasContent(outcome.out());
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder("seed-7", "seed-8", "results.json", "table.md", "report.html");
        assertThat(Files.readString(out.resolve("seed-8/table.md"))).contains("LR-CNN");

        assertRefused(compare("2", "--seed", "7"), "is not empty", "go on with --resume");
        Outcome again = compare("2", "--seed", "7", "--resume");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("finished before").doesNotContain("training");
        assertThat(again.out()).contains("over the seeds 7, 8", "Report: " + out.resolve("report.html"));
    }

    @Test
    void oneSeedIsAComparisonAsWithoutTheOption() {
        Outcome outcome = compare("1");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(folder.resolve("out/lr.safetensors")).exists();
        assertRefused(compare("2", "--resume"), "is the run of a single seed", "another --out");
    }

    /** {@code compare} of LR-CNN on the small scenes, trained for one epoch. */
    private Outcome compare(String seeds, String... more) {
        List<String> arguments = new ArrayList<>(trainArguments(folder.resolve("out"), 1));
        arguments.set(0, "compare");
        arguments.addAll(List.of("--systems", "LR-CNN", "--set", "tuning.epochs=0", "--seeds", seeds));
        arguments.addAll(List.of(more));
        return run(arguments);
    }
}
