package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.cli.CommandLineTest.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files that take time to make and that many tests read: made once, removed when the tests end. */
final class SharedFiles {
    private static @Nullable Path root;

    private SharedFiles() {}

    /** 64 training, 7 validation and 16 test scenes as folders of PNG files. */
    static synchronized Path scenes() {
        return made("scenes", "data", "scenes", "--limit", "64");
    }

    /** A finished run on {@link #scenes}, one epoch a stage, small nets, seed 1. */
    static synchronized Path trainedRun() {
        List<String> arguments = new ArrayList<>(
                List.of("train", "--preset", "demo", "--data", scenes().toString(), "--epochs", "1", "--seed", "1"));
        arguments.addAll(CommandLineTest.SMALL);
        return made("run", arguments.toArray(String[]::new));
    }

    /** Copies a folder with all it holds. */
    static Path copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path made(String name, String... command) {
        Path made = root().resolve(name);
        if (!Files.exists(made)) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(List.of("--out", made.toString()));
            Outcome outcome = CommandLineTest.run(arguments);
            assertThat(outcome.code()).as(outcome.err()).isZero();
        }
        return made;
    }

    private static Path root() {
        if (root == null) {
            try {
                Path made = Files.createTempDirectory("patchdrop-cli-tests");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
                root = made;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return root;
    }

    private static void delete(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
