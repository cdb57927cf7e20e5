package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every test of the command line works with: a small data set, small nets, and the command in this process. */
abstract class CommandLineTest {
    /** Nets and batches so small that a step takes milliseconds, and no report of progress bars. */
    static final List<String> SMALL = settings(
            "lr.net=cifar-resnet8-w4",
            "hr.net=cifar-resnet8-w4-s2",
            "policy_net=grid-resnet8-w4",
            "lr.batch=16",
            "hr.batch=16",
            "pt.batch=16",
            "ft1.batch=16",
            "ft2.batch=16",
            "runtime.device=cpu",
            "runtime.threads=1");

    /** A new, empty folder of the test. */
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** The small data set; not to be changed. */
    @SuppressWarnings("NullAway.Init") // set before each test
    Path scenes;

    @BeforeEach
    void findScenes() {
        scenes = SharedFiles.scenes();
    }

    /** What a command did: its exit code and what it printed. */
    record Outcome(int code, String out, String err) {
        Outcome {
            out = out.replace(System.lineSeparator(), "\n");
            err = err.replace(System.lineSeparator(), "\n");
        }
    }

    /** Runs the command line in this process. */
    static Outcome run(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = PatchDrop.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    static Outcome run(String... arguments) {
        return run(List.of(arguments));
    }

    /** {@code train} on the small scenes with small nets for one epoch a stage, and what else is given. */
    Outcome train(Path out, String... more) {
        return run(trainArguments(out, 1, more));
    }

    /** The arguments of {@link #train}. */
    List<String> trainArguments(Path out, int epochs, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("train", "--preset", "demo", "--data", scenes.toString(), "--out", out.toString()));
        arguments.addAll(List.of("--epochs", Integer.toString(epochs)));
        arguments.addAll(SMALL);
        arguments.addAll(List.of(more));
        return arguments;
    }

    static List<String> settings(String... settings) {
        return Stream.of(settings)
                .flatMap(setting -> Stream.of("--set", setting))
                .toList();
    }

    /** The command refused what it was given, in one line that holds all of {@code parts} and says what to do. */
    static void assertRefused(Outcome outcome, String... parts) {
        assertFailed(outcome, 2, parts);
    }

    /** The command failed with an exit code, in one line that holds all of {@code parts} and says what to do. */
    static void assertFailed(Outcome outcome, int code, String... parts) {
        assertThat(outcome.err()).matches("patchdrop: [^\n]+ \\([^\n]+\\)\n").contains(parts);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(code);
    }

    /** Nothing but these names is in the test's folder, and nothing temporary anywhere below it. */
    void assertOnlyLeft(String... names) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
        assertNothingTemporary(folder);
    }

    static void assertNothingTemporary(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            assertThat(paths.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".tmp") || name.endsWith(".partial"));
        }
    }
}
