package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.Ledger.Totals;
import io.patchdrop.imagery.bytes.RangeServer.Answer;
import io.patchdrop.imagery.bytes.RangeServer.Behaviour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole files of servers that work, and of others. */
@Timeout(20)
class HttpFetcherTest {
    private static final int SIZE = 300_000;
    private static final HttpOptions OPTIONS = HttpOptions.DEFAULT
            .withTimes(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(2))
            .withRetries(2, Duration.ofMillis(2), Duration.ofMillis(20))
            .withHeader("X-Key", "s3cret");

    private final byte[] content = new byte[SIZE];
    private RangeServer server;
    private HttpFetcher fetcher;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        new Random(1).nextBytes(content);
        Files.write(folder.resolve("file.bin"), content);
        Files.write(folder.resolve("empty"), new byte[0]);
        server = RangeServer.start(folder);
        fetcher = new HttpFetcher(OPTIONS);
    }

    @AfterEach
    void stop() {
        fetcher.close();
        server.close();
    }

    private byte[] get(int longest) throws IOException {
        return fetcher.get(server.address("file.bin"), longest);
    }

    private Problem problem(Behaviour behaviour) {
        server.setBehaviour(behaviour);
        ByteSourceException failure = catchThrowableOfType(ByteSourceException.class, () -> get(SIZE));
        assertThat(failure).hasMessageContaining("/file.bin: the server ").hasMessageNotContaining("s3cret");
        return failure.problem();
    }

    /** Answers wrongly some times, then as it should. */
    private static Behaviour times(int count, Behaviour fault) {
        return (request, proper) -> request.number() < count ? fault.answer(request, proper) : proper;
    }

    private static Behaviour status(int status) {
        return (request, proper) -> Answer.empty(status, Map.of());
    }

    private static byte[] sent(Answer answer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        answer.body().write(out);
        return out.toByteArray();
    }

    private static final Behaviour BREAKS_OFF = (request, proper) -> proper.with(proper.length(), out -> {
        out.write(sent(proper), 0, 100_000);
        throw new IOException("broken off");
    });

    @Test
    void wholeFiles() throws IOException {
        assertThat(get(SIZE)).isEqualTo(content);
        assertThat(fetcher.get(server.address("empty"), 1)).isEmpty();
        server.setBehaviour((request, proper) -> proper.with(-1, proper.body()));
        assertThat(get(SIZE + 1)).isEqualTo(content);
        Totals totals = fetcher.ledger().totals();
        assertThat(totals.gets()).isEqualTo(3);
        assertThat(totals.bytes()).isEqualTo(2 * SIZE);
        assertThat(totals.failed()).isZero();
        assertThat(fetcher.ledger().entries().get(0).range()).isNull();
    }

    @Test
    void longerThanTheLimit() {
        assertThatThrownBy(() -> get(SIZE - 1)).hasMessageEndingWith("the server sends more than 299999 bytes");
        assertThat(fetcher.ledger().totals().bytes()).isLessThan(SIZE);
        server.setBehaviour((request, proper) -> proper.with(-1, out -> {
            while (true) {
                out.write(new byte[8192]);
            }
        }));
        assertThat(catchThrowableOfType(ByteSourceException.class, () -> get(100_000))
                        .problem())
                .isEqualTo(Problem.BAD_ANSWER);
        assertThat(fetcher.ledger().totals().gets()).isEqualTo(2);
        assertThat(fetcher.ledger().totals().failed()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "404, NOT_FOUND, 1", "403, FORBIDDEN, 1", "503, UNAVAILABLE, 3", "429, UNAVAILABLE, 3",
        "400, BAD_ANSWER, 1", "206, BAD_ANSWER, 1", "304, BAD_ANSWER, 1", "302, BAD_ANSWER, 1"
    })
    void statusOfAFailure(int status, Problem expected, int requests) {
        assertThat(problem(status(status))).isEqualTo(expected);
        assertThat(fetcher.ledger().totals().gets()).isEqualTo(requests);
    }

    @Test
    void failuresThatPass() throws IOException {
        server.setBehaviour(times(2, status(500)));
        assertThat(get(SIZE)).isEqualTo(content);
        assertThat(fetcher.ledger().totals().failed()).isEqualTo(2);
    }

    @Test
    void whatBrokeOffIsAskedForAgainFromItsStart() throws IOException {
        server.setBehaviour(times(1, BREAKS_OFF));
        assertThat(get(SIZE)).isEqualTo(content);
        Totals totals = fetcher.ledger().totals();
        assertThat(totals.gets()).isEqualTo(2);
        assertThat(totals.bytes() - totals.failedBytes()).isEqualTo(SIZE);
        assertThat(problem(BREAKS_OFF)).isEqualTo(Problem.UNAVAILABLE);
    }

    @Test
    void silence() {
        assertThat(problem((request, proper) -> {
                    sleep();
                    return proper;
                }))
                .isEqualTo(Problem.UNAVAILABLE);
        assertThat(fetcher.ledger().totals().failed()).isEqualTo(3);
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(10_000);
        } catch (InterruptedException e) {
            throw new IOException("the server was closed", e);
        }
    }

    @Test
    void compressedAlthoughNotAskedFor() {
        assertThat(problem((request, proper) -> proper.with("Content-Encoding", "gzip")))
                .isEqualTo(Problem.BAD_ANSWER);
    }

    @Test
    void redirectsWithoutSecrets(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("elsewhere"), content);
        Set<String> told = ConcurrentHashMap.newKeySet();
        try (RangeServer other = RangeServer.start(folder)) {
            other.setBehaviour((request, proper) -> {
                told.addAll(request.headers().values());
                return proper;
            });
            server.setBehaviour((request, proper) -> Answer.empty(
                    301, Map.of("Location", other.address("elsewhere").toString())));
            assertThat(get(SIZE)).isEqualTo(content);
            assertThat(get(SIZE)).isEqualTo(content);
        }
        assertThat(told).isNotEmpty().doesNotContain("s3cret");
        assertThat(fetcher.ledger().totals().gets()).isEqualTo(4);
        assertThat(fetcher.ledger().totals().failed()).isZero();
        server.setBehaviour((request, proper) -> Answer.empty(302, Map.of("Location", "/file.bin")));
        assertThatThrownBy(() -> get(SIZE)).hasMessageContaining("redirects more than 5 times");
    }

    @Test
    void addressesThatAreNotAdmitted() {
        HttpFetcher careful = new HttpFetcher(OPTIONS.withAddresses(address -> {
            throw new ByteSourceException(Problem.BAD_ADDRESS, "not there", null);
        }));
        assertThatThrownBy(() -> careful.get(server.address("file.bin"), SIZE)).hasMessage("not there");
        assertThatThrownBy(() -> fetcher.get(URI.create("file:///etc/passwd"), SIZE))
                .isInstanceOf(ByteSourceException.class);
        fetcher.close();
        assertThatThrownBy(() -> get(SIZE)).isInstanceOf(IOException.class).hasMessageContaining("was closed");
    }
}
