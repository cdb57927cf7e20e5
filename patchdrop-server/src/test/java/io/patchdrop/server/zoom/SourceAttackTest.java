package io.patchdrop.server.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.bytes.RangeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that should not be read, asked for over HTTP. A second server on this machine must never be asked. */
class SourceAttackTest {
    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private SourceServer server;

    @SuppressWarnings("NullAway.Init") // set before each test
    private RangeServer inner;

    @BeforeEach
    void start() throws IOException {
        server = SourceServer.start(folder, UnaryOperator.identity());
        inner = RangeServer.start(server.served);
    }

    @AfterEach
    void stop() {
        server.close();
        inner.close();
    }

    private int port() {
        return inner.address("").getPort();
    }

    private void assertForbidden(String source) {
        for (SourceServer.Answer answer : List.of(
                server.ask("quote", source.replace("\\", "\\\\"), ""),
                server.ask("zoom", source.replace("\\", "\\\\"), ""),
                server.ask("quote", server.scene(), ", \"look\": \"" + source.replace("\\", "\\\\") + "\""),
                server.get("/cog/info", source),
                server.get("/cog/preview", source))) {
            assertThat(answer.status()).as(source + ": " + answer.text()).isEqualTo(403);
            assertThat(answer.text())
                    .contains("\"forbidden\"")
                    .doesNotContain(Integer.toString(port()))
                    .doesNotContain(folder.toString());
        }
        assertThat(inner.log()).as(source).isEmpty();
    }

    @Test
    void onlyListedAddressesAreAsked() {
        String allowed = "127.0.0.1:" + server.range.address("").getPort();
        for (String source : List.of(
                "http://127.0.0.1:" + port() + "/scene.tif",
                "http://localhost:" + port() + "/scene.tif",
                "http://localhost:" + server.range.address("").getPort() + "/scene.tif",
                "http://127.1:" + port() + "/scene.tif",
                "http://2130706433:" + port() + "/scene.tif",
                "http://0x7f000001:" + port() + "/scene.tif",
                "http://[::ffff:127.0.0.1]:" + port() + "/scene.tif",
                "http://[::1]:" + port() + "/scene.tif",
                "http://0.0.0.0:" + port() + "/scene.tif",
                "http://" + allowed + "@127.0.0.1:" + port() + "/scene.tif",
                "http://127.0.0.1:" + port() + "#@" + allowed + "/scene.tif",
                "http://" + allowed + "\\@127.0.0.1:" + port() + "/scene.tif",
                "http://169.254.169.254/latest/meta-data/iam.tif",
                "http://127.0.0.1:" + port() + "/iiif/image",
                "http://127.0.0.1:" + port() + "/info.json",
                "https://" + allowed + ".evil.org/scene.tif",
                "HTTP://127.0.0.1:" + port() + "/scene.tif")) {
            assertForbidden(source);
        }
    }

    @Test
    void noFileIsReadThatIsNotListed() {
        for (String source : List.of(
                "/etc/passwd",
                "file:///etc/passwd",
                "../served/scene.tif",
                "files/../served/scene.tif",
                "files/..%2fserved%2fscene.tif",
                "files\\scene.tif",
                server.served.resolve("scene.tif").toString(),
                server.served.resolve("scene.tif").toUri().toString(),
                "files",
                "x".repeat(100_000 / 20))) {
            assertForbidden(source);
        }
    }

    @Test
    void redirectsAreCheckedAgain() {
        List<String> targets = List.of(
                "http://127.0.0.1:" + port() + "/scene.tif",
                "http://localhost:" + port() + "/scene.tif",
                "http://[::1]:" + port() + "/scene.tif",
                "http://169.254.169.254/a.tif",
                "file:///etc/passwd");
        for (String target : targets) {
            server.range.setBehaviour(
                    (request, proper) -> RangeServer.Answer.empty(302, Map.of()).with("Location", target));
            SourceServer.Answer answer =
                    server.ask("quote", server.range.address("moved.tif").toString(), "");
            assertThat(answer.status()).as(answer.text()).isIn(403, 502);
            assertThat(answer.text()).doesNotContain("169.254").doesNotContain(Integer.toString(port()));
            assertThat(inner.log()).as(target).isEmpty();
        }
    }

    /** A server that redirects only once the header was read. */
    @Test
    void laterRedirectsAreCheckedAsWell() {
        server.range.setBehaviour((request, proper) -> request.number() == 0
                ? proper
                : RangeServer.Answer.empty(307, Map.of())
                        .with("Location", "http://127.0.0.1:" + port() + "/scene.tif"));
        assertThat(server.ask("zoom", server.scene(), ", \"budget\": 4").status())
                .isEqualTo(403);
        assertThat(inner.log()).isEmpty();
    }

    @Test
    void itemsLeadNowhereElse() throws IOException {
        List<String> targets = List.of(
                server.served.resolve("scene.tif").toUri().toString(),
                "file:///etc/passwd",
                "http://127.0.0.1:" + port() + "/scene.tif",
                "//127.0.0.1:" + port() + "/scene.tif",
                "http://localhost:" + port() + "/scene.tif",
                "http://169.254.169.254/a.tif");
        for (String target : targets) {
            Files.writeString(
                    server.served.resolve("item.json"),
                    """
                    {"type": "Feature", "stac_version": "1.0.0", "id": "x", "geometry": null,
                     "properties": {"datetime": "2024-01-01T00:00:00Z"}, "links": [],
                     "assets": {"data": {"href": "%s", "roles": ["data"]}}}
                    """
                            .formatted(target));
            SourceServer.Answer answer =
                    server.ask("quote", server.range.address("item.json").toString(), "");
            assertThat(answer.status()).as(target + ": " + answer.text()).isIn(403, 422);
            assertThat(inner.log()).as(target).isEmpty();
        }
    }

    @Test
    void anItemMayLeadToItsNeighbour() throws IOException {
        Files.writeString(
                server.served.resolve("item.json"),
                """
                {"type": "Feature", "stac_version": "1.0.0", "id": "x", "geometry": null,
                 "properties": {"datetime": "2024-01-01T00:00:00Z"}, "links": [],
                 "assets": {"data": {"href": "./scene.tif", "roles": ["data"]}}}
                """);
        assertThat(server.ask("quote", server.range.address("item.json").toString(), "")
                        .status())
                .isEqualTo(200);
    }

    /** What is refused, what is closed and what is not there look the same. */
    @Test
    void nobodyLearnsWhichMachinesThereAre() {
        String open = server.ask("quote", "http://127.0.0.1:" + port() + "/scene.tif", "")
                .text();
        String closed = server.ask("quote", "http://127.0.0.1:9/scene.tif", "").text();
        String private1 =
                server.ask("quote", "http://10.255.255.1/scene.tif", "").text();
        String unknown =
                server.ask("quote", "http://no-such-host.invalid/scene.tif", "").text();
        assertThat(List.of(closed, private1, unknown)).allMatch(open::equals);
    }

    @Test
    void secretsOfAddressesAreNotRepeated() {
        SourceServer.Answer answer =
                server.ask("quote", server.range.address("none.tif") + "?signature=verysecret", "");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).doesNotContain("verysecret");
    }

    @Test
    void messagesAreOneLineOfJson() {
        SourceServer.Answer answer = server.ask("quote", "http://127.0.0.1:1/a\\nb", "");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(new String(answer.response().body(), StandardCharsets.UTF_8)).doesNotContain("\n");
    }
}
