package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest extends CommandLineTest {
    @Test
    void noArgumentsNameTheCommands() {
        assertRefused(
                run(),
                "demo, train, compare, evaluate, export, calibrate, classify, bench, quote, zoom, serve, data",
                "(see patchdrop --help)");
        assertRefused(run("data"), "after data: info, scenes", "(see patchdrop data --help)");
    }

    @Test
    void unknownCommandNamesTheNearest() {
        assertRefused(run("trian"), "no command trian ", "(nearest: train;");
        assertRefused(run("data", "inof"), "no command data inof ", "(nearest: info;");
    }

    @Test
    void unknownOptionNamesTheNearest() throws IOException {
        assertRefused(
                train(folder.resolve("out"), "--devcie", "cpu"), "no option train --devcie ", "(nearest: --device;");
        assertRefused(run("--verbose"), "no option --verbose ", "(nearest: --version;");
        assertOnlyLeft();
    }

    @Test
    void missingOptionsAreNamed() {
        assertRefused(run("train", "--preset", "demo"), "--data", "--out", "(see patchdrop train --help)");
        assertRefused(run("evaluate"), "--run", "--model", "(see patchdrop evaluate --help)");
        assertRefused(run("classify", "image.png"), "--model", "(see patchdrop classify --help)");
        assertRefused(run("classify", "--model", "a.patchdrop"), "IMAGE", "(see patchdrop classify --help)");
        assertRefused(run("bench"), "--model", "(see patchdrop bench --help)");
        assertRefused(run("calibrate"), "--model", "--data", "(see patchdrop calibrate --help)");
    }

    @Test
    void optionOfTheWrongTypeIsNamed() throws IOException {
        assertRefused(train(folder.resolve("out"), "--seed", "one"), "--seed", "'one'");
        assertRefused(train(folder.resolve("out"), "--device", "tpu"), "--device", "'tpu'", "CUDA");
        assertOnlyLeft();
    }

    @Test
    void argumentTooManyIsNamed() {
        assertRefused(run("data", "info", "one", "two"), "two", "(see patchdrop data info --help)");
    }

    @Test
    void debugShowsTheStackTrace() {
        Outcome outcome =
                run("--debug", "data", "info", folder.resolve("missing").toString());

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("InvalidInputException", "\tat io.patchdrop.")
                .containsPattern("(?m)^patchdrop: there is no data set .*missing \\(check the path\\)$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo",
                "train",
                "compare",
                "evaluate",
                "export",
                "calibrate",
                "classify",
                "bench",
                "data",
                "data info",
                "data scenes"
            })
    void helpExplainsEveryOption(String command) {
        Outcome outcome = run((command + " --help").strip().split(" "));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith(("Usage: patchdrop " + command).strip());
        CommandLine described = new CommandLine(new PatchDrop());
        for (String word : command.split(" ", -1)) {
            described = described.getSubcommands().getOrDefault(word, described);
        }
        assertThat(described.getCommandSpec().options()).isNotEmpty().allSatisfy(option -> assertThat(
                        String.join("", option.description()))
                .endsWith("."));
    }

    @Test
    void versionIsOneLine() {
        Outcome outcome = run("--version");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).matches("patchdrop \\d+\\.\\d+\\S*\n");
    }
}
