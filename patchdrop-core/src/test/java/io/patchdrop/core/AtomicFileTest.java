package io.patchdrop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private final Path folder;

    AtomicFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void foldersAreMadeAndTextIsUtf8() throws IOException {
        Path deep = folder.resolve("a").resolve("b");
        Path file = deep.resolve("text.txt");
        AtomicFile.writeText(file, "grün 日本\n");
        assertThat(Files.readAllBytes(file)).isEqualTo("grün 日本\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(names(deep)).containsExactly("text.txt");
    }

    @Test
    void aRelativeNameGoesToTheWorkingFolder() throws IOException {
        Path file = Path.of("target", "atomic-file-test.txt");
        AtomicFile.writeText(file, "here");
        assertThat(file).hasContent("here");
        Files.delete(file);
    }

    @Test
    void theOldContentStaysUntilTheNewIsComplete() throws IOException {
        Path file = folder.resolve("file");
        AtomicFile.writeText(file, "old");
        AtomicBoolean seen = new AtomicBoolean();
        AtomicFile.write(file, out -> {
            out.write(new byte[] {'n', 'e'});
            out.flush();
            seen.set(Files.readString(file).equals("old"));
            out.write('w');
        });
        assertThat(seen).isTrue();
        assertThat(file).hasContent("new");
    }

    @Test
    void afterAFailureTheOldFileIsAllThereIs() throws IOException {
        Path file = folder.resolve("file");
        AtomicFile.writeText(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("file");
    }

    @Test
    void whatAKillLeftBehindIsReplaced() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(folder.resolve("file.tmp"), "half a very long fi");
        AtomicFile.writeText(file, "new");
        assertThat(file).hasContent("new");
        assertThat(names(folder)).containsExactly("file");
    }

    @Test
    void aTargetThatCannotBeReplacedIsAnError() throws IOException {
        Path file = folder.resolve("taken");
        Files.createDirectories(file.resolve("child"));
        assertThatThrownBy(() -> AtomicFile.writeText(file, "new")).isInstanceOf(IOException.class);
        assertThat(names(folder)).containsExactly("taken");
        assertThatThrownBy(() -> AtomicFile.writeText(Path.of("/"), "new")).isInstanceOf(IOException.class);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
