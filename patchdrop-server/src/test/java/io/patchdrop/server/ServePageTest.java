package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/serve.md} says is so: its examples run, its metrics are those that there are. */
@Timeout(120)
class ServePageTest {
    @TempDir
    private Path folder = Path.of("");

    /** Fails where one of its requests does. */
    private static final String BEGIN =
            """
            set -euo pipefail
            curl() { command curl --silent --show-error --fail-with-body "$@"; }
            """;

    private static boolean hasCurl() throws IOException, InterruptedException {
        try {
            return new ProcessBuilder("bash", "-c", "curl --version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void examplesOfCurlRun() throws Exception {
        assumeTrue(hasCurl(), "bash or curl is missing");
        try (PatchDropServer server = ServedScenes.documented(folder)) {
            String script = BEGIN
                    + ServePage.blocks().stream()
                            .filter(block -> block.language().equals("bash"))
                            .map(ServePage.Block::code)
                            .collect(Collectors.joining("echo\n"))
                            .replace(ServePage.ADDRESS, server.address());
            Path output = folder.resolve("output");
            Process bash = new ProcessBuilder("bash", "-c", script)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(bash.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(bash.exitValue()).as(Files.readString(output)).isZero();
            for (String picture : List.of("photo.png", "preview.png", "overlay.png", "tile.png")) {
                assertThat(ImageIO.read(folder.resolve(picture).toFile()))
                        .as(picture)
                        .isNotNull();
            }
        }
    }

    @Test
    void theExampleOfJavaRuns() throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "there is no compiler in this Java");
        String code = ServePage.blocks().stream()
                .filter(block -> block.language().equals("java"))
                .map(ServePage.Block::code)
                .collect(Collectors.joining());
        try (PatchDropServer server = ServedScenes.documented(folder)) {
            Path photo = Files.write(folder.resolve("photo.png"), ServedScenes.sample(server, 3));
            String source = "import io.patchdrop.client.*;\nimport java.nio.file.Path;\nimport java.time.Duration;\n"
                    + "public class Example {\n    public static void main(String[] arguments) {\n"
                    + code.replace(ServePage.ADDRESS, server.address()).replace("photo.png", photo.toString())
                    + "    }\n}\n";
            Path file = Files.writeString(folder.resolve("Example.java"), source);
            int compiled = compiler.run(
                    null,
                    null,
                    null,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Werror",
                    "-Xlint:all",
                    file.toString());
            assertThat(compiled).isZero();
            assertThat(output(folder)).contains(" from patches [").containsPattern("\\d+ bytes instead of \\d+");
        }
    }

    /** What the example prints. */
    private static String output(Path classes) throws Exception {
        String separator = System.getProperty("path.separator");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes + separator + System.getProperty("java.class.path"),
                        "Example")
                .redirectErrorStream(true)
                .redirectOutput(classes.resolve("printed").toFile())
                .start();
        assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(classes.resolve("printed"));
    }

    @Test
    void everyRouteHasAnExampleOrIsNamed() throws IOException {
        String text = ServePage.text();
        assertThat(new OpenApiDocument().operations()).allSatisfy(operation -> {
            String path = operation.substring(operation.indexOf(' ') + 1);
            String last = path.replaceFirst("/\\{[^/]*\\}$", "")
                    .replaceFirst(".*\\}/", "")
                    .replaceFirst("\\{.*", "");
            assertThat(text).as(operation).contains(last);
        });
    }

    @Test
    void metricsAreThoseOfTheTable() throws IOException {
        try (PatchDropServer server = ServedScenes.documented(folder)) {
            ServedScenes.sample(server, 0);
            String metrics = ServedScenes.text(server, "/metrics");
            TreeSet<String> ours = new TreeSet<>();
            for (String name : found("^# TYPE (\\S+)", metrics)) {
                if (name.startsWith("patchdrop_") && !name.endsWith("_max")) {
                    ours.add(name);
                }
            }
            TreeSet<String> documented = new TreeSet<>(found("`(patchdrop_[a-z_]+)`", ServePage.text()));
            // Counters of zooms come with the first zoom.
            documented.removeIf(name -> name.startsWith("patchdrop_zoom_") || name.startsWith("patchdrop_source_"));
            assertThat(documented).isEqualTo(ours);
            assertThat(metrics)
                    .contains("http_server_requests_seconds_bucket{method=\"GET\",route=\"/samples/{name}.png\"");
        }
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
