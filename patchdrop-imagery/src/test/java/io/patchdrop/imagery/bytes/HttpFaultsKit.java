package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.RangeServer.Behaviour;
import io.patchdrop.imagery.bytes.RangeServer.Logged;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source whose server can be made to fail, and what holds for every failure. */
@Timeout(20)
abstract class HttpFaultsKit {
    static final String SECRET = "s3cret";
    static final int SIZE = 60_000;
    static final byte[] CONTENT = TestBytes.random(SIZE, 9);
    static final ByteRange RANGE = new ByteRange(10_000, 5000);
    /** Patient, so that a busy machine does not look like a silent server. */
    static final HttpOptions OPTIONS = HttpOptions.DEFAULT
            .withTimes(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(6))
            .withRetries(2, Duration.ofMillis(2), Duration.ofMillis(100));

    static final HttpOptions IMPATIENT =
            OPTIONS.withTimes(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(500));

    RangeServer server;
    HttpSource source;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("file.bin"), CONTENT);
        server = RangeServer.start(folder);
        source = open(OPTIONS);
    }

    @AfterEach
    void stop() {
        source.close();
        server.close();
    }

    HttpSource open(HttpOptions options) throws IOException {
        String address = server.address("file.bin").toString();
        return new HttpSource(address.replace("//", "//user:" + SECRET + "@") + "?signature=" + SECRET, options);
    }

    byte[] read() throws IOException {
        return source.read(RANGE.offset(), (int) RANGE.length());
    }

    void assertReads() throws IOException {
        assertThat(read()).isEqualTo(TestBytes.part(CONTENT, RANGE));
    }

    ByteSourceException failure(Behaviour behaviour) {
        server.setBehaviour(behaviour);
        ByteSourceException failure = catchThrowableOfType(ByteSourceException.class, this::read);
        assertThat(failure).isNotNull();
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(SECRET);
        assertThat(failure).message().startsWith(source.name() + ": ").doesNotContain("\n");
        return failure;
    }

    void assertFails(Behaviour behaviour, Problem problem, int requests) {
        ByteSourceException failure = failure(behaviour);
        assertThat(failure.problem()).as(failure.getMessage()).isEqualTo(problem);
        assertThat(server.log()).hasSize(requests);
        Ledger.Totals totals = source.ledger().totals();
        assertThat(totals.gets()).isEqualTo(requests);
        assertThat(totals.failed()).isEqualTo(requests);
        assertThat(totals.failedBytes()).isEqualTo(totals.bytes());
    }

    long bytesSent() {
        return server.log().stream().mapToLong(Logged::bytes).sum();
    }
}
