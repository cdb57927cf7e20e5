package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Places that cannot be written to, and folders that are no run or another one, are refused before any work. */
class BadFolderTest extends CommandLineTest {
    @Test
    void fileInTheWayOfTheRunFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");

        assertRefused(train(file), file.toString(), "a folder you may write to");
        assertRefused(train(file.resolve("run")), file.toString(), "a folder you may write to");
        assertOnlyLeft("file");
        assertThat(file).hasContent("mine");
    }

    @Test
    void runFolderInUse() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("mine.txt"), "mine");

        assertRefused(train(out), out + " is not empty", "another --out");
        assertRefused(train(out, "--resume"), out + " is not empty", "no run", "another --out");
        assertRefused(train(SharedFiles.trainedRun()), "is not empty", "--resume");
        assertThat(out.toFile().list()).containsExactly("mine.txt");
    }

    @Test
    void resumeWithOtherSettings() {
        Path run = SharedFiles.trainedRun();

        assertRefused(train(run, "--resume", "--seed", "2"), run.toString(), "seed was 1, is 2", "same settings");
        assertRefused(train(run, "--resume", "--set", "pt.sigma=2"), "pt.sigma was 0.5, is 2.0", "another --out");
    }

    @Test
    void resumeWithOtherData() {
        Path run = SharedFiles.trainedRun();
        Path other = folder.resolve("other");
        assertThat(run("data", "scenes", "--limit", "64", "--seed", "5", "--out", other.toString())
                        .code())
                .isZero();
        scenes = other;

        assertRefused(
                train(run, "--resume", "--seed", "1"),
                run.resolve("lr.safetensors").toString(),
                "other data");
    }

    @Test
    void jsonThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        String json = file.resolve("results.json").toString();
        String data = scenes.toString();

        assertRefused(train(folder.resolve("out"), "--json", json), json, "--json");
        assertRefused(run("evaluate", "--run", SharedFiles.trainedRun().toString(), "--json", json), json, "--json");
        assertRefused(run("data", "info", data, "--json", json), json, "--json");
        assertRefused(run("data", "info", data, "--json", folder.toString()), folder.toString(), "--json");
        assertOnlyLeft("file");
    }

    @Test
    void evaluateWhatIsNoRun() {
        assertRefused(run("evaluate", "--run", scenes.toString()), scenes.toString(), "the folder that train wrote to");
        String missing = folder.resolve("missing").toString();
        assertRefused(run("evaluate", "--run", missing), missing, "the folder that train wrote to");
    }

    @Test
    void evaluateOnOtherData() throws IOException {
        String run = SharedFiles.trainedRun().toString();
        Path other = SharedFiles.copy(scenes, folder.resolve("other"));
        for (String split : new String[] {"train", "val", "test"}) {
            if (Files.exists(other.resolve(split).resolve("ring"))) {
                Files.move(
                        other.resolve(split).resolve("ring"),
                        other.resolve(split).resolve("wheel"));
            }
        }

        assertRefused(run("evaluate", "--run", run, "--data", other.toString()), run, "bars, checker", "classes");
        String missing = folder.resolve("missing").toString();
        assertRefused(run("evaluate", "--run", run, "--data", missing), missing, "check the path");
    }

    @Test
    void evaluateOnAMissingSplit() throws IOException {
        String run = SharedFiles.trainedRun().toString();
        Path other = Files.createDirectory(folder.resolve("other"));
        SharedFiles.copy(scenes.resolve("train"), other.resolve("train"));

        assertRefused(run("evaluate", "--run", run, "--data", other.toString()), other + " has no test split");
        assertRefused(run("evaluate", "--run", run, "--split", "tset"), "no split tset", "train, val, test");
    }

    @Test
    void evaluateOnAGpuThatIsNotThere() {
        org.junit.jupiter.api.Assumptions.assumeFalse(
                org.bytedeco.pytorch.global.torch.cuda_is_available(), "this machine has a GPU");

        Outcome outcome = run("evaluate", "--run", SharedFiles.trainedRun().toString(), "--device", "cuda");

        assertRefused(outcome, "no CUDA device", "--device cpu");
    }
}
