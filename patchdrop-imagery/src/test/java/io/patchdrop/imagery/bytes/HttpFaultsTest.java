package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.Ledger.Entry;
import io.patchdrop.imagery.bytes.RangeServer.Behaviour;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that refuse, fail or lie: a typed error, or the right bytes when asked again, and all in the ledger. */
class HttpFaultsTest extends HttpFaultsKit {
    @Test
    void aServerThatIgnoresRangesIsLeftAtOnce() throws InterruptedException {
        assertFails(Faults.whole(1L << 40, Faults::writeForEver), Problem.NO_RANGES, 1);
        assertThat(source.ledger().totals().bytes()).isZero();
        assertSendingStops();
    }

    @Test
    void aBodyThatIsTooLongIsLeftAtOnce() throws InterruptedException {
        assertFails(Faults.endless(), Problem.BAD_ANSWER, 1);
        assertThat(source.ledger().totals().bytes()).isBetween(RANGE.length() + 1, 1L << 20);
        assertSendingStops();
    }

    /** What is sent in vain lies in the buffers of two sockets. */
    private void assertSendingStops() throws InterruptedException {
        long before = -1;
        for (int i = 0; i < 100 && before != bytesSent(); i++) {
            before = bytesSent();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(bytesSent()).isEqualTo(before).isLessThan(64L << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 10000-14998/60000",
                "bytes 9999-14999/60000",
                "bytes 10001-15000/60000",
                "bytes 0-59999/60000",
                "bytes 10000-14999/*",
                "bytes 10000-14999/12000",
                "bytes 10000-14999",
                "items 10000-14999/60000",
                "bytes 10000-14999/99999999999999999999",
                "bytes */60000",
                "-",
            })
    void anotherContentRangeIsRefused(String value) {
        assertFails(Faults.header("Content-Range", value), Problem.BAD_ANSWER, 1);
        assertThat(source.ledger().totals().bytes()).isZero();
    }

    @Test
    void aLengthThatContradictsTheRangeIsRefused() {
        assertFails((request, proper) -> proper.with(4999, out -> out.write(CONTENT, 0, 4999)), Problem.BAD_ANSWER, 1);
        server.clearLog();
    }

    @Test
    void compressedAnswersAreRefused() {
        assertFails(Faults.header("Content-Encoding", "gzip"), Problem.BAD_ANSWER, 1);
    }

    @Test
    void tagsThatAreTooLongAreRefused() {
        assertFails(Faults.header("ETag", "\"" + "x".repeat(1000) + "\""), Problem.BAD_ANSWER, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void refusalsAreForbidden(int status) {
        assertFails(Faults.status(status), Problem.FORBIDDEN, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void whatIsGoneIsNotFound(int status) {
        assertFails(Faults.status(status), Problem.NOT_FOUND, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 300, 304, 400, 405, 418, 501, 505, 599})
    void otherAnswersAreBad(int status) {
        assertFails(Faults.status(status), Problem.BAD_ANSWER, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void busyServersAreAskedAgain(int status) throws IOException {
        server.setBehaviour(Faults.times(2, Faults.status(status)));
        assertReads();
        assertThat(source.ledger().entries()).extracting(Entry::succeeded).containsExactly(false, false, true);
        assertThat(source.ledger().totals().gets()).isEqualTo(server.log().size());
    }

    @Test
    void serversThatStayBusyAreUnavailable() {
        assertFails(Faults.status(503), Problem.UNAVAILABLE, 3);
        assertThat(failure(Faults.status(503))).hasMessageContaining("503").hasMessageContaining("3 times");
    }

    @Test
    void retryAfterIsHonouredUpToTheLongestPause() throws IOException {
        server.setBehaviour(Faults.times(1, Faults.status(429, "Retry-After", "3600")));
        long start = System.nanoTime();
        assertReads();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(source.ledger().totals().gets()).isEqualTo(2);
    }

    @Test
    void anotherTagIsAChange() throws IOException {
        assertReads();
        assertFailsAfterwards(Faults.header("ETag", "\"other\""));
        assertFailsAfterwards(Faults.header("ETag", "W/\"other\""));
        assertFailsAfterwards(Faults.status(412));
    }

    @Test
    void anotherDateIsAChange() throws IOException {
        assertReads();
        assertFailsAfterwards(Faults.header("Last-Modified", "Mon, 01 Jan 2001 00:00:00 GMT"));
    }

    @Test
    void anotherTotalIsAChange() throws IOException {
        assertReads();
        assertFailsAfterwards(Faults.header("Content-Range", "bytes 10000-14999/60001"));
        assertFailsAfterwards(
                (request, proper) -> RangeServer.Answer.empty(416, Map.of("Content-Range", "bytes */20")));
    }

    private void assertFailsAfterwards(Behaviour behaviour) {
        ByteSourceException failure = failure(behaviour);
        assertThat(failure.problem()).as(failure.getMessage()).isEqualTo(Problem.CHANGED);
    }

    @Test
    void anEndWhereThereIsNoneIsABadAnswer() throws IOException {
        assertReads();
        assertThat(failure(Faults.status(416)).problem()).isEqualTo(Problem.BAD_ANSWER);
        assertThat(failure(Faults.status(416, "Content-Range", "bytes */60000")).problem())
                .isEqualTo(Problem.BAD_ANSWER);
    }

    /** Without any tag or date, only the length tells a change. */
    @Test
    void serversWithoutTagsAreRead() throws IOException {
        server.setBehaviour((request, proper) -> new RangeServer.Answer(
                proper.status(),
                Map.of("Content-Range", String.valueOf(proper.headers().get("Content-Range"))),
                proper.length(),
                proper.body()));
        assertReads();
        assertReads();
        assertThat(source.version()).isEqualTo("length 60000");
        assertThat(server.log().get(1).request().headers()).doesNotContainKey("If-Match");
    }

    @Test
    void theNameHasNoSecrets() {
        assertThat(source.name()).isEqualTo(server.address("file.bin").toString());
        assertThat(source.name()).doesNotContain(SECRET);
    }
}
