package io.patchdrop.server.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.opening.ImageSources;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a folder can be opened, and under which names. */
class CatalogueTest {
    @TempDir
    private Path temporary = Path.of("");

    private Path folder = Path.of("");
    private Path outside = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        folder = Files.createDirectories(temporary.resolve("data")).toRealPath();
        outside = Files.createDirectories(temporary.resolve("outside")).toRealPath();
        tiff(folder.resolve("a.tif"));
        tiff(Files.createDirectories(folder.resolve("sub/deep")).resolve("b.tiff"));
        tiff(outside.resolve("secret.tif"));
        Files.writeString(folder.resolve("notes.txt"), "nothing");
        Files.writeString(folder.resolve(".hidden.tif"), "nothing");
    }

    private static void tiff(Path file) throws IOException {
        TiffWriter.write(
                file,
                TiffWriterImage.of(new RgbImage(32, 32, new byte[32 * 32 * 3])),
                TiffWriterOptions.defaults().withTileSize(16));
    }

    private Sources sources() {
        AllowList allowed = AllowList.of(List.of("data=" + folder));
        return new Sources(allowed, new AddressGate(allowed), Duration.ZERO);
    }

    private List<String> names(Sources sources) {
        List<?> listed = (List<?>) Objects.requireNonNull(sources.fields().get("sources"));
        return listed.stream()
                .map(each -> String.valueOf(((Map<?, ?>) each).get("source")))
                .toList();
    }

    private static void open(Sources sources, String name) throws IOException {
        ImageSources.Opened opened = sources.open(name, OpeningOptions.DEFAULT);
        opened.image().close();
    }

    @Test
    void filesAreListedAndOpenedByTheirNames() throws IOException {
        Sources sources = sources();
        assertThat(names(sources)).containsExactly("data/a.tif", "data/sub/deep/b.tiff");
        open(sources, "data/a.tif");
        ImageSources.Opened opened = sources.open("data/sub/deep/b.tiff", OpeningOptions.DEFAULT);
        assertThat(opened.image().name()).isEqualTo("data/sub/deep/b.tiff");
        opened.image().close();
    }

    @Test
    void newFilesAreFound() throws IOException {
        Sources sources = sources();
        assertThatThrownBy(() -> open(sources, "data/new.tif")).isInstanceOf(ProblemException.class);
        tiff(folder.resolve("new.tif"));
        open(sources, "data/new.tif");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data/../outside/secret.tif",
                "data/..%2foutside%2fsecret.tif",
                "data/sub/../a.tif",
                "data//a.tif",
                "data/./a.tif",
                "data\\a.tif",
                "a.tif",
                "/etc/passwd",
                "file:///etc/passwd",
                "file:a.tif",
                "FILE:///etc/passwd",
                "jar:file:///a.jar!/b.tif",
                "ftp://example.org/a.tif",
                "data/a.tif\u0000",
                "data/a.tif/",
                "data/notes.txt",
                "data/.hidden.tif",
                "data/",
                "data",
                "~/a.tif",
                ""
            })
    void noTextBecomesAPath(String source) {
        Sources sources = sources();
        assertThatThrownBy(() -> open(sources, source)).isInstanceOfSatisfying(ProblemException.class, e -> assertThat(
                        e.problem().kind())
                .isEqualTo(Kind.FORBIDDEN));
        assertThatThrownBy(() -> open(sources, folder.resolve("a.tif").toString()))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> open(sources, folder.resolve("a.tif").toUri().toString()))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void linksLeadNowhereElse() throws IOException {
        Files.createSymbolicLink(folder.resolve("inside.tif"), folder.resolve("a.tif"));
        Files.createSymbolicLink(folder.resolve("out.tif"), outside.resolve("secret.tif"));
        Files.createSymbolicLink(folder.resolve("folder"), outside);
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        Files.createSymbolicLink(folder.resolve("nowhere.tif"), folder.resolve("gone.tif"));
        Sources sources = sources();
        assertThat(names(sources)).containsExactly("data/a.tif", "data/inside.tif", "data/sub/deep/b.tiff");
        open(sources, "data/inside.tif");
        assertThatThrownBy(() -> open(sources, "data/out.tif")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> open(sources, "data/folder/secret.tif")).isInstanceOf(ProblemException.class);
    }

    /** The list is not old enough to be made anew, but a link has taken the place of a file, or of its folder. */
    @Test
    void whatWasListedMustStillBeThere() throws IOException {
        AllowList allowed = AllowList.of(List.of("data=" + folder));
        Sources sources = new Sources(allowed, new AddressGate(allowed), Duration.ofHours(1));
        assertThat(names(sources)).contains("data/a.tif", "data/sub/deep/b.tiff");
        Files.delete(folder.resolve("a.tif"));
        Files.createSymbolicLink(folder.resolve("a.tif"), outside.resolve("secret.tif"));
        tiff(outside.resolve("b.tiff"));
        Files.move(folder.resolve("sub/deep"), folder.resolve("sub/other"));
        Files.createSymbolicLink(folder.resolve("sub/deep"), outside);
        assertThatThrownBy(() -> open(sources, "data/a.tif")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> open(sources, "data/sub/deep/b.tiff")).isInstanceOf(ProblemException.class);
    }

    private void item(String file, String href) throws IOException {
        Files.writeString(
                folder.resolve(file),
                """
                {"type": "Feature", "stac_version": "1.0.0", "id": "x", "geometry": null,
                 "properties": {"datetime": "2024-01-01T00:00:00Z"}, "links": [],
                 "assets": {"data": {"href": "%s", "roles": ["data"]}}}
                """
                        .formatted(href));
    }

    @Test
    void anItemOfAFolderLeadsToItsFilesOnly() throws IOException {
        item("near.json", "./sub/deep/b.tiff");
        item("up.json", "../outside/secret.tif");
        item("file.json", outside.resolve("secret.tif").toUri().toString());
        item("path.json", outside.resolve("secret.tif").toString());
        item("web.json", "http://127.0.0.1:9/a.tif");
        Sources sources = sources();
        open(sources, "data/near.json");
        for (String name : List.of("up", "file", "path", "web")) {
            assertThatThrownBy(() -> open(sources, "data/" + name + ".json"))
                    .as(name)
                    .isInstanceOfSatisfying(ByteSourceException.class, e -> assertThat(e.problem())
                            .isEqualTo(ByteSourceException.Problem.BAD_ADDRESS))
                    .hasMessage("The source, or a place that it leads to, is not allowed");
        }
    }

    @Test
    void messagesHaveNoPaths() throws IOException {
        Files.writeString(folder.resolve("bad.tif"), "this is no TIFF");
        Files.writeString(folder.resolve("bad.json"), "{\"type\": 1}");
        Files.writeString(folder.resolve("empty.tif"), "");
        Sources sources = sources();
        for (String name : List.of("bad.tif", "bad.json", "empty.tif")) {
            assertThatThrownBy(() -> open(sources, "data/" + name)).satisfies(e -> assertThat(e.getMessage())
                    .contains("data/" + name)
                    .doesNotContain(folder.toString())
                    .doesNotContain(temporary.toString()));
        }
    }

    @Test
    void picturesAreLookedAtAndNotBought() throws IOException {
        Files.writeString(folder.resolve("c.png"), "");
        Sources sources = sources();
        assertThat(names(sources)).doesNotContain("data/c.png");
        assertThatThrownBy(() -> open(sources, "data/c.png")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> sources.openLook("data/c.png", OpeningOptions.DEFAULT))
                .isInstanceOf(IOException.class);
    }

    @Test
    void foldersAreBounded() throws IOException {
        Path deep = folder;
        for (int i = 0; i < Catalogue.DEEPEST + 2; i++) {
            deep = Files.createDirectory(deep.resolve("d"));
            tiff(deep.resolve("x.tif"));
        }
        assertThat(names(sources()))
                .filteredOn(name -> name.startsWith("data/d/"))
                .hasSize(Catalogue.DEEPEST - 1);
    }

    @Test
    void twoFoldersOfOneNameAreRefused() {
        assertThatThrownBy(() -> AllowList.of(List.of("a=" + folder, "a=" + outside)))
                .isInstanceOf(InvalidInputException.class);
    }
}
