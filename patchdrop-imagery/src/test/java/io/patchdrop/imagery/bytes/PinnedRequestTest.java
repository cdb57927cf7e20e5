package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections lead where the check says. */
class PinnedRequestTest {
    @TempDir
    private Path folder = Path.of("");

    /** Admits everything, and knows where it is: here. */
    private static final class Here implements AddressCheck {
        @Override
        public void check(URI address) {}

        @Override
        public Optional<InetAddress> checked(URI address) {
            return Optional.of(InetAddress.getLoopbackAddress());
        }
    }

    /** No name service knows this host: it is only the check that does. */
    @Test
    void theNameServiceIsNotAskedAgain() throws IOException {
        Files.writeString(folder.resolve("file.bin"), "0123456789");
        try (RangeServer server = RangeServer.start(folder)) {
            int port = server.address("").getPort();
            HttpOptions options = HttpOptions.DEFAULT
                    .withRetries(0, Duration.ZERO, Duration.ZERO)
                    .withAddresses(new Here());
            try (HttpSource source = new HttpSource("http://data.example.invalid:" + port + "/file.bin?a=b", options)) {
                assertThat(new String(source.read(2, 3), StandardCharsets.US_ASCII))
                        .isEqualTo("234");
            }
            RangeServer.Request request = server.log().get(0).request();
            assertThat(request.headers()).containsEntry("Host", "data.example.invalid:" + port);
            assertThat(request.query()).isEqualTo("a=b");
        }
    }

    @Test
    void onlyPlainHttpIsPinned() throws IOException {
        PinnedRequest.allow();
        InetAddress ipv4 = InetAddress.getByName("192.0.2.7");
        HttpRequest secure =
                HttpRequest.newBuilder(URI.create("https://example.org/a")).build();
        assertThat(PinnedRequest.of(secure, ipv4)).isSameAs(secure);
        HttpRequest plain = HttpRequest.newBuilder(URI.create("http://example.org/a%20b?c"))
                .header("Range", "bytes=0-1")
                .build();
        HttpRequest pinned = PinnedRequest.of(plain, ipv4);
        assertThat(pinned.uri()).isEqualTo(URI.create("http://192.0.2.7/a%20b?c"));
        assertThat(pinned.headers().firstValue("Host")).hasValue("example.org");
        assertThat(pinned.headers().firstValue("Range")).hasValue("bytes=0-1");
        assertThat(PinnedRequest.of(plain, InetAddress.getByName("2001:db8::7")).uri())
                .isEqualTo(URI.create("http://[2001:db8:0:0:0:0:0:7]/a%20b?c"));
    }
}
