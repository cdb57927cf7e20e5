package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSourcesTest {
    private static ByteSource open(String location) throws IOException {
        return ByteSources.open(location, HttpOptions.DEFAULT);
    }

    @Test
    void pathsAndFileAddressesAreFiles(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a name: 1#?.tif"), new byte[] {1, 2, 3});
        for (String location : new String[] {
            file.toString(), file.toUri().toString(), "file:" + file.toUri().getRawPath()
        }) {
            try (ByteSource source = open(location)) {
                assertThat(source).isInstanceOf(FileSource.class);
                assertThat(source.name()).isEqualTo(file.toString());
                assertThat(source.read(0, 10)).containsExactly(1, 2, 3);
            }
        }
        assertThat(open("C:\\images\\scene.tif")).isInstanceOf(FileSource.class);
        assertThat(open("scene:1.tif")).isInstanceOf(FileSource.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://host.org/a.tif, https://host.org/a.tif",
        "HTTP://host.org:81/a.tif?sig=s3cret#x, http://host.org:81/a.tif",
        "https://user:s3cret@host.org, https://host.org/",
        "https://host.org/a@b.tif?x=y@z, https://host.org/a@b.tif",
        "'https://[::1]:8080/a%20b.tif', 'https://[::1]:8080/a%20b.tif'",
    })
    void addressesAreServersWithoutSecretsInTheirNames(String address, String name) throws IOException {
        try (ByteSource source = open(address)) {
            assertThat(source).isInstanceOf(HttpSource.class);
            assertThat(source.name()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "s3://bucket/key",
                "gs://bucket/key",
                "ftp://host/file",
                "http://",
                "http:///path",
                "http:/host/path",
                "https://host name/path",
                "https://under_score/path",
                "https://host/a b.tif?signature=s3cret",
                "https://user:s3/cret@host/a.tif",
                "https://user:s3?cret@host/a.tif",
                "https://ho st/a.tif?mail=a@s3cret",
                "file://elsewhere/a.tif",
                "file:///a%00b",
                "a\0b",
            })
    void anythingElseIsABadAddress(String location) {
        ByteSourceException failure = catchThrowableOfType(ByteSourceException.class, () -> open(location));
        assertThat(failure).as(location).isNotNull();
        assertThat(failure.problem()).isEqualTo(Problem.BAD_ADDRESS);
        assertThat(failure.getMessage()).doesNotContain("s3cret", "cret@", "user:", "\n", "\0");
    }

    @Test
    void storesWithKeysAreExplained() {
        ByteSourceException failure =
                catchThrowableOfType(ByteSourceException.class, () -> open("s3://bucket/scene.tif"));
        assertThat(failure).hasMessageContaining("s3://bucket/scene.tif").hasMessageContaining("https://");
    }
}
