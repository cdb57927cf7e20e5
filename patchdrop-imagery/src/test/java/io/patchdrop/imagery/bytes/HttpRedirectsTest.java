package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.RangeServer.Answer;
import io.patchdrop.imagery.bytes.RangeServer.Behaviour;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects, and who gets to know the credentials. */
@Timeout(20)
class HttpRedirectsTest {
    private static final byte[] CONTENT = TestBytes.random(60_000, 9);
    private static final HttpOptions OPTIONS = HttpOptions.DEFAULT
            .withRetries(2, Duration.ofMillis(2), Duration.ofMillis(20))
            .withHeader("Authorization", "Bearer s3cret")
            .withHeader("X-Key", "s3cret");

    private RangeServer first;
    private RangeServer other;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("file.bin"), CONTENT);
        first = RangeServer.start(folder);
        other = RangeServer.start(folder);
    }

    @AfterEach
    void stop() {
        first.close();
        other.close();
    }

    private HttpSource open(HttpOptions options) throws IOException {
        return new HttpSource(first.address("file.bin").toString(), options);
    }

    private static void assertReads(ByteSource source, int offset) throws IOException {
        assertThat(source.read(offset, 100)).isEqualTo(TestBytes.part(CONTENT, new ByteRange(offset, 100)));
    }

    private static Behaviour redirect(int status, String location) {
        return (request, proper) -> Answer.empty(status, Map.of("Location", location));
    }

    private static Problem problem(ByteSource source) {
        ByteSourceException failure = catchThrowableOfType(ByteSourceException.class, () -> source.read(0, 10));
        assertThat(failure).message().doesNotContain("s3cret");
        return failure.problem();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 303, 307})
    void temporaryOnesAreAskedForEachTime(int status) throws IOException {
        first.setBehaviour(redirect(status, other.address("file.bin").toString()));
        try (ByteSource source = open(OPTIONS)) {
            for (int i = 1; i <= 3; i++) {
                assertReads(source, 1000 * i);
                assertThat(first.log()).hasSize(i);
                assertThat(other.log()).hasSize(i);
            }
            assertThat(source.ledger().totals().gets()).isEqualTo(6);
            assertThat(source.ledger().totals().failed()).isZero();
            assertThat(source.ledger().totals().bytes()).isEqualTo(300);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 308})
    void permanentOnesAreRemembered(int status) throws IOException {
        first.setBehaviour(redirect(status, other.address("file.bin").toString()));
        try (ByteSource source = open(OPTIONS)) {
            for (int i = 1; i <= 3; i++) {
                assertReads(source, 1000 * i);
                assertThat(other.log()).hasSize(i);
            }
            assertThat(first.log()).hasSize(1);
            assertThat(other.log())
                    .noneMatch(logged -> logged.request().headers().containsKey("Authorization"));
            other.setBehaviour(Faults.status(403));
            first.setBehaviour(Behaviour.PROPER);
            assertReads(source, 7000);
            assertReads(source, 8000);
            assertThat(first.log()).hasSize(3);
            assertThat(other.log()).hasSize(4);
        }
    }

    /** Each signature is good for one request. */
    @Test
    void signedAddressesMayExpire() throws IOException {
        AtomicInteger signatures = new AtomicInteger();
        Set<String> used = ConcurrentHashMap.newKeySet();
        first.setBehaviour((request, proper) -> Answer.empty(
                302, Map.of("Location", other.address("file.bin") + "?signature=" + signatures.incrementAndGet())));
        other.setBehaviour((request, proper) -> used.add(String.valueOf(request.query()))
                ? request.number() % 2 == 0 ? Answer.empty(503, Map.of()) : proper
                : Answer.empty(403, Map.of()));
        try (ByteSource source = open(OPTIONS)) {
            for (int i = 0; i < 3; i++) {
                assertReads(source, 1000 * i);
            }
        }
        assertThat(used).hasSize(6);
    }

    @Test
    void credentialsStayWithTheFirstServer() throws IOException {
        first.setBehaviour((request, proper) -> request.path().equals("file.bin")
                ? Answer.empty(302, Map.of("Location", "/here/again"))
                : Answer.empty(302, Map.of("Location", other.address("file.bin").toString())));
        try (ByteSource source = open(OPTIONS)) {
            assertReads(source, 0);
        }
        assertThat(first.log()).hasSize(2).allSatisfy(logged -> assertThat(
                        logged.request().headers())
                .containsEntry("Authorization", "Bearer s3cret")
                .containsEntry("X-Key", "s3cret"));
        assertThat(other.log()).hasSize(1);
        assertThat(other.log().get(0).request().headers())
                .doesNotContainKeys("Authorization", "X-Key")
                .containsEntry("Range", "bytes=0-99");
    }

    @Test
    void theyDoNotComeBackThroughAnotherServer() throws IOException {
        first.setBehaviour((request, proper) -> request.query() == null
                ? Answer.empty(302, Map.of("Location", other.address("file.bin").toString()))
                : proper);
        other.setBehaviour(redirect(302, first.address("file.bin") + "?steered"));
        try (ByteSource source = open(OPTIONS)) {
            assertReads(source, 0);
        }
        assertThat(first.log().get(1).request().headers()).doesNotContainKeys("Authorization", "X-Key");
    }

    @Test
    void aUserInTheAddressIsSentAsAHeader() throws IOException {
        String address = first.address("file.bin").toString().replace("//", "//us%40er:pass@");
        try (ByteSource source = new HttpSource(address, HttpOptions.DEFAULT)) {
            assertReads(source, 0);
        }
        // "us@er:pass" in Base64.
        assertThat(first.log().get(0).request().headers()).containsEntry("Authorization", "Basic dXNAZXI6cGFzcw==");
    }

    @Test
    void loopsEndAfterFiveRedirects() throws IOException {
        first.setBehaviour(redirect(302, "/file.bin"));
        try (ByteSource source = open(OPTIONS)) {
            assertThat(problem(source)).isEqualTo(Problem.BAD_ANSWER);
            assertThat(first.log()).hasSize(6);
            assertThat(source.ledger().totals().gets()).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://host/file", "mailto:a@b", "http://", "http://h o/", "http:///x", "%"
            })
    void otherKindsOfAddressesAreNotFollowed(String location) throws IOException {
        first.setBehaviour(redirect(302, location));
        try (ByteSource source = open(OPTIONS)) {
            assertThat(problem(source)).isEqualTo(Problem.BAD_ANSWER);
            assertThat(first.log()).hasSize(1);
        }
        first.setBehaviour(Faults.status(302));
        try (ByteSource source = open(OPTIONS)) {
            assertThat(problem(source)).isEqualTo(Problem.BAD_ANSWER);
        }
    }

    @Test
    void everyAddressIsChecked() throws IOException {
        List<URI> asked = new ArrayList<>();
        String target = other.address("file.bin").toString();
        first.setBehaviour(redirect(302, target));
        HttpOptions options = OPTIONS.withAddresses(address -> {
            asked.add(address);
            if (address.getPort() == other.address("").getPort()) {
                throw new ByteSourceException(Problem.BAD_ADDRESS, "not admitted", null);
            }
        });
        try (ByteSource source = open(options)) {
            assertThat(problem(source)).isEqualTo(Problem.BAD_ADDRESS);
        }
        assertThat(asked).containsExactly(first.address("file.bin"), URI.create(target));
        assertThat(other.log()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.org/b/c, https://d.org/e?f=%20#g, https://d.org/e?f=%20",
        "https://a.org/b/c, d, https://a.org/b/d",
        "https://a.org/b/c, //d.org/e, https://d.org/e",
        "http://a.org/b, https://a.org/b, https://a.org/b",
        "http://a.org/, https://user:pw@d.org, https://d.org/",
        "https://a.org/b, http://a.org/b, ",
        "https://a.org/b, HTTP://a.org/b, ",
    })
    void redirectsAreResolved(URI from, String location, URI expected) {
        assertThat(HttpAddress.redirected(from, location)).isEqualTo(expected);
    }
}
