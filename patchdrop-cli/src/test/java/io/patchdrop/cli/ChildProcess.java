package io.patchdrop.cli;

import io.patchdrop.cli.CommandLineTest.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a Java process of its own, for what cannot be done to this one: signals and limits. */
final class ChildProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path out;
    private final Path err;

    private ChildProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static ChildProcess start(List<String> arguments) {
        return start(List.of(), arguments);
    }

    /**
     * Starts the command line.
     *
     * @param wrapper a command that runs the one that follows it, such as {@code nice}; empty for none
     */
    static ChildProcess start(List<String> wrapper, List<String> arguments) {
        return start(wrapper, System.getProperty("java.class.path"), arguments);
    }

    /** Starts the command line with another class path. */
    static ChildProcess startWith(String classPath, List<String> arguments) {
        return start(List.of(), classPath, arguments);
    }

    private static ChildProcess start(List<String> wrapper, String classPath, List<String> arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Starts are many and short: no time for the second compiler, no file for performance counters.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp"));
        command.addAll(List.of(classPath, PatchDrop.class.getName()));
        command.addAll(arguments);
        try {
            Path out = Files.createTempFile("patchdrop", ".out");
            Path err = Files.createTempFile("patchdrop", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new ChildProcess(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it at once, without a chance to save anything (SIGKILL). */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop (SIGTERM). */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end. */
    Outcome finish() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + messages());
        }
        return new Outcome(process.exitValue(), read(out), messages());
    }

    /** What it has printed on stderr so far. */
    String messages() {
        return read(err);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        kill();
        Files.delete(out);
        Files.delete(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
