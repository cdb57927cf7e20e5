package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Those who try to come in without being allowed to. */
@Timeout(60)
class AccessAttackTest {
    private static final String TOKEN = "correct-horse-battery-staple";

    private final Path folder;

    AccessAttackTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void anotherAddressNeedsAToken() throws IOException {
        ServerOptions options = ServerOptions.of(Map.of("tiny", TinyServer.bundle(folder)));
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
            assertThatThrownBy(() -> options.at(host, 0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("token");
        }
        assertThatThrownBy(() -> options.withToken("short")).isInstanceOf(InvalidInputException.class);
        assertThat(options.withToken(TOKEN).at("0.0.0.0", 0).host()).isEqualTo("0.0.0.0");
        assertThat(options.withToken(TOKEN).toString()).doesNotContain(TOKEN);
    }

    @Test
    void withATokenNothingIsToldWithoutIt() throws IOException {
        try (TinyServer server = new TinyServer(folder, options -> options.withToken(TOKEN))) {
            String address = server.address();
            for (String path : List.of("/models", "/metrics", "/samples", "/models/tiny", "/no-such-path")) {
                RawHttp.Reply reply = RawHttp.get(address, path);
                assertThat(reply.status()).as(path).isEqualTo(401);
                assertThat(reply.headers()).containsEntry("www-authenticate", "Bearer");
                assertThat(reply.body()).contains("\"code\":\"unauthorized\"").doesNotContain("tiny");
            }
            for (String wrong : List.of(
                    "Bearer ",
                    "Bearer " + TOKEN.substring(1),
                    "Bearer " + TOKEN + "x",
                    "Bearer " + TOKEN.toUpperCase(java.util.Locale.ROOT),
                    "Basic " + TOKEN,
                    TOKEN)) {
                assertThat(RawHttp.get(address, "/models", "Authorization: " + wrong)
                                .status())
                        .as(wrong)
                        .isEqualTo(401);
            }
            assertThat(RawHttp.get(address, "/models", "Authorization: Bearer " + TOKEN)
                            .status())
                    .isEqualTo(200);
            for (String open : List.of("/health/live", "/health/ready", "/")) {
                assertThat(RawHttp.get(address, open).status()).as(open).isEqualTo(200);
            }
        }
    }

    @Test
    void aPathThatOnlyLooksOpenNeedsTheToken() throws IOException {
        try (TinyServer server = new TinyServer(folder, options -> options.withToken(TOKEN))) {
            for (String path : List.of(
                    "/assets/../models",
                    "/assets/..%2fmodels",
                    "/assets/%2e%2e/models",
                    "//models",
                    "/health/live/../../models",
                    "/assets/;/../models",
                    "/health/ready/..;/..;/models")) {
                RawHttp.Reply reply = RawHttp.get(server.address(), path);
                assertThat(reply.status()).as(path).isBetween(400, 404);
                assertThat(reply.body()).as(path).doesNotContain("sha256");
            }
        }
    }

    /** DNS rebinding: the browser believes it talks to evil.example, and does talk to this machine. */
    @Test
    void aHostOfElsewhereIsRefused() throws IOException {
        try (TinyServer server = new TinyServer(folder, options -> options)) {
            for (String host : List.of(
                    "evil.example",
                    "evil.example:8080",
                    "127.0.0.1.evil.example",
                    "localhost.evil.example",
                    "",
                    "127.0.0.2.nip.io")) {
                RawHttp.Reply reply = RawHttp.get(server.address(), "/models", "Host: " + host);
                assertThat(reply.status()).as(host).isIn(400, 403);
                assertThat(reply.body()).as(host).doesNotContain("sha256");
            }
            assertThat(RawHttp.exchange(
                                    server.address(),
                                    "GET http://evil.example/models HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                            .status())
                    .isIn(400, 403);
            assertThat(RawHttp.get(server.address(), "/models", "Host: localhost:1234")
                            .status())
                    .isEqualTo(200);
        }
    }

    /** A page of another site that sends requests from this machine's browser. */
    @Test
    void anOriginOfElsewhereIsRefused() throws IOException {
        try (TinyServer server = new TinyServer(folder, options -> options)) {
            String host = server.address().substring("http://".length());
            for (String origin : List.of(
                    "http://evil.example",
                    "null",
                    "http://127.0.0.1:1",
                    "http://" + host + ".evil.example",
                    "garbage ::")) {
                RawHttp.Reply reply = RawHttp.get(server.address(), "/models", "Origin: " + origin);
                assertThat(reply.status()).as(origin).isEqualTo(403);
                assertThat(reply.headers()).doesNotContainKey("access-control-allow-origin");
            }
            assertThat(RawHttp.get(server.address(), "/models", "Origin: http://" + host)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void everyAnswerForbidsWhatItNeedNotAllow() throws IOException {
        try (TinyServer server = new TinyServer(folder, options -> options)) {
            for (String path : List.of("/", "/models", "/no-such-path", "/samples/0.png", "/assets/nothing")) {
                RawHttp.Reply reply = RawHttp.get(server.address(), path);
                assertThat(reply.headers())
                        .as(path)
                        .containsEntry("x-content-type-options", "nosniff")
                        .containsEntry("x-frame-options", "DENY")
                        .containsEntry("referrer-policy", "no-referrer")
                        .containsEntry("cross-origin-resource-policy", "same-origin")
                        .containsKeys("x-request-id", "cache-control")
                        .doesNotContainKey("server");
                assertThat(reply.headers().get("content-security-policy"))
                        .startsWith("default-src 'self'")
                        .contains("frame-ancestors 'none'")
                        .doesNotContain("unsafe");
            }
        }
    }

    /** No path of a request reaches the file system. */
    @Test
    void filesCannotBeReached() throws IOException {
        try (TinyServer server = new TinyServer(folder, options -> options)) {
            for (String path : List.of(
                    "/assets/../../../../etc/passwd",
                    "/assets/..%2f..%2f..%2fetc/passwd",
                    "/assets/%2e%2e/%2e%2e/etc/passwd",
                    "/assets//etc/passwd",
                    "/assets/PageRoutes.class",
                    "/assets/files.txt%00.png",
                    "/samples/../../etc/passwd.png",
                    "/samples/%2e%2e%2fetc%2fpasswd.png",
                    "/models/..%2f..%2ftiny.patchdrop")) {
                RawHttp.Reply reply = RawHttp.get(server.address(), path);
                assertThat(reply.status()).as(path).isBetween(400, 404);
                assertThat(reply.body()).as(path).doesNotContain("root:", "CAFEBABE");
            }
        }
    }
}
