package io.patchdrop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes, streams and messages. Each run takes the session of the tests and does not end it. */
class BatchCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void scenes() throws IOException {
        SparkSession running = Local.spark();
        assertThat(running.sparkContext().isStopped()).isFalse();
        SceneImages.write(folder.resolve("scenes"), 8);
    }

    private int run(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--model",
                Local.BUNDLE.toString(),
                "--input",
                folder.resolve("scenes").toString(),
                "--output",
                folder.resolve("answers").toString()));
        arguments.addAll(List.of(more));
        return BatchCommand.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    }

    @Test
    void theSummaryGoesToStdoutAndProgressToStderr() throws IOException {
        Path json = folder.resolve("summary.json");
        assertThat(run("--json", json.toString(), "--budget", "2")).isZero();

        assertThat(out.toString()).contains("8 inputs, 0 without an answer; 16 patches");
        assertThat(err.toString()).contains("8 of 8 inputs");
        Map<?, ?> fields = Json.readObject(Files.readAllBytes(json));
        assertThat(fields.get("inputs")).isEqualTo(8);
        assertThat(fields.get("patches")).isEqualTo(16);
        assertThat(fields.get("unbought")).isNull();
    }

    @Test
    void whatWasLeftUnboughtIsSaid() {
        assertThat(run("--max-price", "5", "--json", "-")).isZero();

        Map<?, ?> fields = Json.readObject(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(fields.get("patches")).isEqualTo(5);
        assertThat(fields.get("currency")).isEqualTo("patches");
        assertThat(fields.get("unbought")).isInstanceOfSatisfying(Map.class, left -> assertThat(left.get("patches"))
                .isEqualTo(8 * 16 - 5));
        assertThat(err.toString()).contains("looking at 8 inputs").contains("round 1: ");
    }

    @Test
    void badInputIsOneLineAndExitCodeTwo() {
        assertThat(run("--bugdet", "2")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "patchdrop: there is no option batch --bugdet (nearest: --budget; see patchdrop batch --help)");
        assertThat(run("--budget", "2", "--max-price", "5")).isEqualTo(2);
        assertThat(run("--budget", "17")).isEqualTo(2);
        assertThat(err.toString()).contains("A budget of 17 patches for images of 16");
        assertThat(run("--prices", "per_tile=1")).isEqualTo(2);
        assertThat(run("--connections", "0")).isEqualTo(2);
        assertThat(run("--max-price", "-3")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).allMatch(line -> line.startsWith("patchdrop: "));
    }
}
