package io.patchdrop.learn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsTest {
    private static final SystemResult CASCADE =
            new SystemResult("Cascade", "-", 93.126, 4.005, 2.5, 2, 0.12349, 61.04, 0.875, null);
    private static final SystemResult UNMEASURED =
            new SystemResult("PatchDrop", "Ft-2", 98.9, 3.64, Double.NaN, 1330, Double.NaN, 5, null, 1e-7);
    private static final Results RESULTS =
            new Results("scenes", "demo", "paper", 1L << 40, 16, List.of(CASCADE, UNMEASURED));

    @Test
    void jsonHasTheNamesOfTheContract() {
        assertThat(RESULTS.json())
                .isEqualToIgnoringWhitespace(
                        """
                {"dataset":"scenes","preset":"demo","recipe":"paper","seed":1099511627776,"patches":16,"systems":[
                 {"name":"Cascade","stage":"-","accuracy":93.13,"patches":4.01,"patches_std":2.5,"masks":2,
                  "ms_per_image":0.123,"train_seconds":61.0,"tau":0.875},
                 {"name":"PatchDrop","stage":"Ft-2","accuracy":98.9,"patches":3.64,"patches_std":null,"masks":1330,
                  "ms_per_image":null,"train_seconds":5.0,"lambda":1.0E-7}]}
                """);
        assertThat(new Evaluation("scenes", "test", 2000, List.of(CASCADE)).json())
                .isEqualToIgnoringWhitespace(
                        """
                {"dataset":"scenes","split":"test","images":2000,"systems":[
                 {"name":"Cascade","stage":"-","accuracy":93.13,"patches":4.01,"patches_std":2.5,"masks":2,
                  "ms_per_image":0.123,"train_seconds":61.0,"tau":0.875}]}
                """);
    }

    @Test
    void comesBackFromItsFileAsRounded(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new/results.json");
        Results.read(written(file, RESULTS)).write(file);

        Results read = Results.read(file);

        SystemResult rounded = new SystemResult("Cascade", "-", 93.13, 4.01, 2.5, 2, 0.123, 61.0, 0.875, null);
        assertThat(read).isEqualTo(new Results("scenes", "demo", "paper", 1L << 40, 16, List.of(rounded, UNMEASURED)));
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void namesTheFieldAtFault(@TempDir Path folder) throws IOException {
        String good = RESULTS.json();
        Path file = folder.resolve("results.json");

        assertRefused(file, good.replace("\"recipe\"", "\"recipes\""), "has no \"recipe\"");
        assertRefused(file, good.replace("\"masks\" : 1330", "\"masks\" : 1.5"), "\"systems[1].masks\" is 1.5");
        assertRefused(file, good.replace("93.13", "\"much\""), "\"systems[0].accuracy\" is \"much\"");
        assertRefused(file, good.replace("0.875", "null"), "\"systems[0].tau\" is null and should be a number");
        assertRefused(file, "[]", "has no \"systems\"");
        assertRefused(file, "", "has no \"systems\"");
        assertRefused(file, good.substring(0, 40), "is not JSON: line 3");
        assertThatThrownBy(() -> Results.read(folder.resolve("none.json")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("none.json");
    }

    @Test
    void keepsTheOldFileWhenItCannotWrite(@TempDir Path folder) throws IOException {
        Path blocker = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> RESULTS.write(blocker.resolve("results.json"))).isInstanceOf(IOException.class);
        assertThat(blocker).isEmptyFile();
    }

    private static Path written(Path file, Results results) throws IOException {
        results.write(file);
        return file;
    }

    private static void assertRefused(Path file, String json, String problem) throws IOException {
        Files.writeString(file, json);
        assertThatThrownBy(() -> Results.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(problem);
    }
}
