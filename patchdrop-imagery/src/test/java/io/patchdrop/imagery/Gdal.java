package io.patchdrop.imagery;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * GDAL, as the reference for everything about TIFF files: its programs, and its bindings for Python with NumPy. Tests that
 * need it are skipped where it is not installed.
 */
public final class Gdal {
    private static final int MOST_SECONDS = 120;

    private static final Optional<String> PYTHON = List.of("python3", "/usr/bin/python3").stream()
            .filter(python -> works(python, "-c", "from osgeo import gdal; import numpy"))
            .findFirst();

    private Gdal() {}

    /** Skips the test if one of GDAL's programs is missing. */
    public static void assumePrograms() {
        assumeTrue(works("gdalinfo", "--version"), "gdal-bin is not installed");
    }

    /** Skips the test if GDAL's bindings for Python are missing. */
    public static void assumePython() {
        assumeTrue(PYTHON.isPresent(), "python3-gdal is not installed");
    }

    /**
     * Runs one of GDAL's programs.
     *
     * @param folder where it runs, and keeps what it prints
     * @return what it prints
     */
    public static String run(Path folder, String... command) throws IOException {
        assumePrograms();
        return start(folder, command);
    }

    /**
     * Runs a Python program with GDAL.
     *
     * @param folder where it runs, and keeps what it prints
     * @return what it prints
     */
    public static String python(Path folder, Path program, String... arguments) throws IOException {
        assumePython();
        List<String> command = new ArrayList<>(List.of(PYTHON.orElseThrow(), program.toString()));
        command.addAll(List.of(arguments));
        return start(folder, command.toArray(new String[0]));
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return finish(process) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs any program.
     *
     * @param folder where it runs, and keeps what it prints
     * @return what it prints
     */
    public static String start(Path folder, String... command) throws IOException {
        Path output = Files.createTempFile(folder, "gdal-", ".out");
        Path errors = Files.createTempFile(folder, "gdal-", ".err");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        int code = finish(process);
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code + ": " + Files.readString(errors));
        }
        return Files.readString(output);
    }

    private static int finish(Process process) throws IOException {
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("not done after " + MOST_SECONDS + " seconds");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
