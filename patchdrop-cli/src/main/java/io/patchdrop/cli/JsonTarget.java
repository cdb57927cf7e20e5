package io.patchdrop.cli;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --json FILE}: results for machines. */
final class JsonTarget {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the results as JSON to this file, or to stdout for -.")
    private @Nullable String target;

    /** Whether the JSON takes stdout, so that nothing else may go there. */
    boolean takesStdout() {
        return "-".equals(target);
    }

    /**
     * Checks the place before the work whose results go there is begun.
     *
     * @throws InvalidInputException if the file could not be written
     */
    void check() {
        if (target == null || takesStdout()) {
            return;
        }
        Path file = Path.of(target).toAbsolutePath().normalize();
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file) || !AtomicFile.canBeWrittenTo(folder)) {
            throw notWritable(null);
        }
    }

    /** Writes the JSON where it was asked for, if anywhere. */
    void write(String json, PrintWriter out) {
        if (target == null) {
            return;
        }
        if (takesStdout()) {
            out.print(json);
            out.flush();
            return;
        }
        try {
            AtomicFile.writeText(Path.of(target), json);
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    private InvalidInputException notWritable(@Nullable IOException cause) {
        return new InvalidInputException("cannot write " + target, "give --json a file you may write to", cause);
    }
}
