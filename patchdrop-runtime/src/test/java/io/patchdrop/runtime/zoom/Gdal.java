package io.patchdrop.runtime.zoom;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** GDAL as another reader of the same bytes. Tests that need it are skipped where it is not installed. */
final class Gdal {
    private static final int MOST_SECONDS = 120;
    private static final Optional<String> PYTHON = List.of("python3", "/usr/bin/python3").stream()
            .filter(python -> works(python, "-c", "from osgeo import gdal"))
            .findFirst();

    /** What its documentation recommends for Cloud Optimized GeoTIFFs on a web server. */
    static final Map<String, String> RECOMMENDED = Map.of(
            "GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR",
            "CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".tif",
            "GDAL_HTTP_MERGE_CONSECUTIVE_RANGES", "YES",
            "VSI_CACHE", "TRUE");

    private Gdal() {}

    /** Skips the test if it is missing. */
    static void assume() {
        assumeTrue(PYTHON.isPresent() && works("gdal_translate", "--version"), "gdal-bin or python3-gdal is missing");
    }

    /** Rewrites a file by its own COG driver, with overviews. */
    static void writeCog(Path from, Path to, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("gdal_translate", "-q", "-of", "COG"));
        for (String option : options) {
            command.addAll(List.of("-co", option));
        }
        command.addAll(List.of(from.toString(), to.toString()));
        run(command, Map.of());
    }

    /**
     * Opens an image once and reads windows of it, in order.
     *
     * @param folder for files
     * @param windows lines {@code left top width height read_width read_height}
     * @param settings of GDAL
     */
    static void readWindows(Path folder, URI address, List<String> windows, Map<String, String> settings)
            throws IOException {
        Path program = folder.resolve("read_windows.py");
        try (InputStream resource = Gdal.class.getResourceAsStream("read_windows.py")) {
            if (resource == null) {
                throw new IOException("read_windows.py is not there");
            }
            Files.write(program, resource.readAllBytes());
        }
        Path list = Files.write(folder.resolve("windows.txt"), windows);
        run(List.of(PYTHON.orElseThrow(), program.toString(), "/vsicurl/" + address, list.toString()), settings);
    }

    private static void run(List<String> command, Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(settings);
        builder.environment().put("NO_PROXY", "*");
        int code = finish(builder.start());
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }

    private static boolean works(String... command) {
        try {
            return finish(new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start())
                    == 0;
        } catch (IOException e) {
            return false;
        }
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
