package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The script {@code ./patchdrop} itself, where it need not build first. */
class LauncherTest extends CommandLineTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @BeforeEach
    void needsABuild() throws IOException {
        Path classpath = ROOT.resolve("patchdrop-cli/target/classpath");
        assumeTrue(Files.exists(classpath), "the launcher would build: run mvn package first");
        FileTime built = Files.getLastModifiedTime(classpath);
        List<Path> sources = new ArrayList<>(List.of(ROOT.resolve("pom.xml")));
        for (String module : List.of(
                "patchdrop-core", "patchdrop-imagery", "patchdrop-runtime", "patchdrop-learn", "patchdrop-cli")) {
            sources.add(ROOT.resolve(module).resolve("pom.xml"));
            try (Stream<Path> paths = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
                sources.addAll(paths.toList());
            }
        }
        for (Path source : sources) {
            assumeTrue(
                    Files.getLastModifiedTime(source).compareTo(built) <= 0,
                    "the launcher would build, as " + source + " has changed: run mvn package first");
        }
    }

    @Test
    void printsTheVersion() throws Exception {
        Outcome outcome = launch("--version");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo(run("--version").out());
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void passesArgumentsAndExitCodeOn() throws Exception {
        Outcome outcome = launch("data", "info", "no such $(folder)");

        assertRefused(outcome, "there is no data set no such $(folder)");
    }

    @Test
    void worksThroughALinkFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("pd"), ROOT.resolve("patchdrop"));

        Outcome outcome = launch(link, "--vresion");
        Files.delete(link);

        assertRefused(outcome, "no option --vresion (nearest: --version");
    }

    private Outcome launch(String... arguments) throws Exception {
        return launch(ROOT.resolve("patchdrop"), arguments);
    }

    private Outcome launch(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        int code = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Outcome(code, Files.readString(out), Files.readString(err));
    }
}
