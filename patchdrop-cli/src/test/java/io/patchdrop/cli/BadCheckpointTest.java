package io.patchdrop.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Checkpoints that are damaged or belong elsewhere are named and left as they are; what the message advises works. */
class BadCheckpointTest extends CommandLineTest {
    @Test
    void progressOfAnotherRun() throws IOException {
        Path run = StoppedRun.make(folder.resolve("run"), scenes, 1, 2);
        Path other = StoppedRun.make(folder.resolve("other"), scenes, 2, 2);
        Path progress = run.resolve("progress.safetensors");
        Files.copy(other.resolve("progress.safetensors"), progress, REPLACE_EXISTING);
        byte[] before = Files.readAllBytes(progress);

        assertRefused(train(run, "--resume"), progress.toString(), "another configuration or other data", "remove it");
        assertThat(progress).hasBinaryContent(before);
    }

    @Test
    void progressCutShort() throws IOException {
        Path run = StoppedRun.make(folder.resolve("run"), scenes, 1, 2);
        Path progress = run.resolve("progress.safetensors");
        cutShort(progress);

        assertRefused(train(run, "--resume"), progress + " is cut short", "remove it");

        Files.delete(progress);
        Outcome outcome = train(run, "--resume");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(RunFiles.weights(run)).isEqualTo(RunFiles.weights(SharedFiles.trainedRun()));
    }

    @Test
    void finishedStageCutShort() throws IOException {
        Path run = SharedFiles.copy(SharedFiles.trainedRun(), folder.resolve("run"));
        Path stage = run.resolve("pt.safetensors");
        cutShort(stage);

        assertRefused(train(run, "--resume"), stage + " is cut short", "remove it");
        assertRefusedAfterProgress(run("evaluate", "--run", run.toString()), stage + " is cut short");
    }

    @Test
    void finishedStageThatIsNoCheckpoint() throws IOException {
        Path run = SharedFiles.copy(SharedFiles.trainedRun(), folder.resolve("run"));
        Path stage = run.resolve("lr.safetensors");
        Files.writeString(stage, "This was written by something else entirely.");

        assertRefused(train(run, "--resume"), stage + " is not a valid safetensors file", "remove it");
        assertRefusedAfterProgress(run("evaluate", "--run", run.toString()), stage.toString());
    }

    @Test
    void finishedStageOfAnotherNet() throws IOException {
        Path run = SharedFiles.copy(SharedFiles.trainedRun(), folder.resolve("run"));
        Files.copy(run.resolve("pt.safetensors"), run.resolve("hr.safetensors"), REPLACE_EXISTING);

        assertRefusedAfterProgress(
                run("evaluate", "--run", run.toString()),
                run.resolve("hr.safetensors").toString());
    }

    /** A kill between writing a finished stage and removing its progress leaves both. */
    @Test
    void progressOfAFinishedStageIsNotInTheWay() throws IOException {
        Path stopped = StoppedRun.make(folder.resolve("stopped"), scenes, 1, 2);
        Path run = SharedFiles.copy(SharedFiles.trainedRun(), folder.resolve("run"));
        Files.delete(run.resolve("ft2.safetensors"));
        Files.copy(stopped.resolve("progress.safetensors"), run.resolve("progress.safetensors"));

        Outcome outcome = train(run, "--resume");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(RunFiles.weights(run)).isEqualTo(RunFiles.weights(SharedFiles.trainedRun()));
        assertThat(RunFiles.metrics(run)).isEqualTo(RunFiles.metrics(SharedFiles.trainedRun()));
        assertThat(run.resolve("progress.safetensors")).doesNotExist();
    }

    @Test
    void lineOfMetricsCutShortByAKillIsWrittenAgain() throws IOException {
        Path run = SharedFiles.copy(SharedFiles.trainedRun(), folder.resolve("run"));
        Files.delete(run.resolve("ft2.safetensors"));
        Path metrics = run.resolve("metrics.jsonl");
        String lines = Files.readString(metrics);
        Files.writeString(metrics, lines.substring(0, lines.length() - 25));

        Outcome outcome = train(run, "--resume");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(RunFiles.metrics(run)).isEqualTo(RunFiles.metrics(SharedFiles.trainedRun()));
    }

    @Test
    void configurationCutShortByAKillIsWrittenAgain() throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));
        Files.writeString(run.resolve("config.yaml.tmp"), "preset: de");

        Outcome outcome = train(run, "--resume", "--stages", "lr");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(run.resolve("config.yaml"))
                .hasSameTextualContentAs(SharedFiles.trainedRun().resolve("config.yaml"));
        assertNothingTemporary(run);
    }

    @Test
    void evaluateBeforeAnyStageIsFinished() {
        Path run = StoppedRun.make(folder.resolve("run"), scenes, 1, 2);

        assertRefused(run("evaluate", "--run", run.toString()), run + " has finished no stage", "--resume");
    }

    /** {@code evaluate} tells what it evaluates until it meets the fault. */
    private static void assertRefusedAfterProgress(Outcome outcome, String part) {
        String progress = "evaluating [^\n]+\n";
        assertRefused(new Outcome(outcome.code(), outcome.out(), outcome.err().replaceAll(progress, "")), part);
    }

    private static void cutShort(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }
}
