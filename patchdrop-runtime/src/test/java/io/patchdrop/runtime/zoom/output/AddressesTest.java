package io.patchdrop.runtime.zoom.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.org/a/b.tif, https://example.org/a/b.tif",
        "https://example.org/a/b.tif?key=1, https://example.org/a/b.tif",
        "https://me:word@example.org:81/b.tif, https://example.org:81/b.tif",
        "https://example.org/a@b.tif, https://example.org/a@b.tif",
        "https://me@example.org, https://example.org",
        "https://example.org#x?y, https://example.org",
        "folder/odd?name#1.tif, folder/odd?name#1.tif"
    })
    void whatIsSecretIsCutOff(String address, String shown) {
        assertThat(Addresses.withoutSecrets(address)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/a/b.tif?key=1, b",
        "folder/b.tar.gz, b.tar",
        "c:\\folder\\b.tif, b",
        "https://example.org/iiif/page1/, page1",
        "plain, plain",
        ".hidden, .hidden"
    })
    void stems(String address, String stem) {
        assertThat(Addresses.stem(address)).isEqualTo(stem);
    }
}
