package io.patchdrop.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page's files as they lie in the repository. */
class PageFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/io/patchdrop/server/page");
    private static final Path VENDOR = FOLDER.resolve("vendor");

    @Test
    void allFilesAreListed() throws IOException {
        List<String> listed = Files.readAllLines(FOLDER.resolve("files.txt"));

        assertThat(listed)
                .containsExactlyElementsOf(files().map(FOLDER::relativize)
                        .map(path -> path.toString().replace('\\', '/'))
                        .filter(name -> !name.equals("files.txt") && !name.endsWith(".md"))
                        .sorted()
                        .toList());
    }

    /** What comes from elsewhere only ever becomes text. */
    @Test
    void noScriptMakesMarkup() throws IOException {
        for (Path script : own(".js")) {
            assertThat(Files.readString(script))
                    .as(script.toString())
                    .doesNotContainPattern(
                            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|createContextualFragment")
                    .doesNotContainPattern("\\beval\\(|new Function|setAttribute\\('style'|'style'\\s*:|style:");
        }
    }

    @Test
    void nothingIsInlineThatThePolicyForbids() throws IOException {
        String page = Files.readString(FOLDER.resolve("index.html"));

        assertThat(page).doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|javascript:");
        assertThat(Pattern.compile("<script(?![^>]*\\ssrc=)").matcher(page).find())
                .isFalse();
    }

    @Test
    void nothingComesFromElsewhere() throws IOException {
        for (Path file : own("")) {
            assertThat(Files.readString(file)
                            .replace("http://www.w3.org/2000/svg", "")
                            .replace("\"https://\"", ""))
                    .as(file.toString())
                    .doesNotContainPattern("https?://|@import|url\\(");
        }
    }

    /** {@code vendor/README.md} says of each file what it is, and with which licence. */
    @Test
    void vendoredFilesAreThoseThatAreDescribed() throws IOException, NoSuchAlgorithmException {
        String table = Files.readString(VENDOR.resolve("README.md"));
        try (Stream<Path> files = Files.walk(VENDOR)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".js")).toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                assertThat(table)
                        .contains(VENDOR.relativize(file).toString().replace('\\', '/'))
                        .contains(HexFormat.of().formatHex(digest));
                assertThat(file.resolveSibling("LICENSE.txt")).isRegularFile();
            }
        }
    }

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static List<Path> own(String ending) throws IOException {
        return files().filter(
                        path -> !path.startsWith(VENDOR) && path.toString().endsWith(ending))
                .filter(path -> path.toString().matches(".*\\.(js|css|html|svg)"))
                .toList();
    }
}
