package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.Ledger.Entry;
import io.patchdrop.imagery.bytes.RangeServer.Behaviour;
import io.patchdrop.imagery.bytes.RangeServer.Logged;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that fail, lie, stall or drip: a typed error in bounded time, or the right bytes, and all in the ledger. */
@Timeout(20)
class HttpFaultsTest {
    private static final String SECRET = "s3cret";
    private static final int SIZE = 60_000;
    private static final byte[] CONTENT = TestBytes.random(SIZE, 9);
    private static final ByteRange RANGE = new ByteRange(10_000, 5000);
    private static final HttpOptions OPTIONS = HttpOptions.DEFAULT
            .withTimes(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(700))
            .withRetries(2, Duration.ofMillis(2), Duration.ofMillis(100));

    private RangeServer server;
    private HttpSource source;

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

    private HttpSource open(HttpOptions options) throws IOException {
        String address = server.address("file.bin").toString();
        return new HttpSource(address.replace("//", "//user:" + SECRET + "@") + "?signature=" + SECRET, options);
    }

    private byte[] read() throws IOException {
        return source.read(RANGE.offset(), (int) RANGE.length());
    }

    private void assertReads() throws IOException {
        assertThat(read()).isEqualTo(TestBytes.part(CONTENT, RANGE));
    }

    private ByteSourceException failure(Behaviour behaviour) {
        server.setBehaviour(behaviour);
        ByteSourceException failure = catchThrowableOfType(ByteSourceException.class, this::read);
        assertThat(failure).isNotNull();
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(SECRET);
        assertThat(failure).message().startsWith(source.name() + ": ").doesNotContain("\n");
        return failure;
    }

    private void assertFails(Behaviour behaviour, Problem problem, int requests) {
        ByteSourceException failure = failure(behaviour);
        assertThat(failure.problem()).as(failure.getMessage()).isEqualTo(problem);
        assertThat(server.log()).hasSize(requests);
        Ledger.Totals totals = source.ledger().totals();
        assertThat(totals.gets()).isEqualTo(requests);
        assertThat(totals.failed()).isEqualTo(requests);
        assertThat(totals.failedBytes()).isEqualTo(totals.bytes());
    }

    private long bytesSent() {
        return server.log().stream().mapToLong(Logged::bytes).sum();
    }

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
    void connectionsThatDropAreTriedAgain() throws IOException {
        // The JDK's client sends a request once more by itself if a connection ends before an answer began.
        server.setBehaviour(Faults.times(2, Faults.drop()));
        assertReads();
        assertThat(server.log()).hasSize(3);
        server.setBehaviour(Faults.drop());
        assertThat(failure(Faults.drop()).problem()).isEqualTo(Problem.UNAVAILABLE);
    }

    @Test
    void whatBrokeOffGoesOnWhereItEnded() throws IOException {
        server.setBehaviour(Faults.times(2, Faults.breakOff(2000)));
        assertReads();
        assertThat(source.ledger().entries())
                .extracting(Entry::range)
                .containsExactlyInAnyOrder(RANGE, ByteRange.between(12_000, 15_000), ByteRange.between(14_000, 15_000));
        assertThat(source.ledger().totals().bytes()).isEqualTo(5000).isEqualTo(bytesSent());
        assertThat(source.ledger().totals().failed()).isZero();
    }

    @Test
    void whatIsShorterThanItSaysIsFilledUp() throws IOException {
        server.setBehaviour(Faults.times(1, Faults.shortened(4000)));
        assertReads();
        assertThat(server.log().get(1).request().range()).isEqualTo(ByteRange.between(14_000, 15_000));
    }

    @Test
    void whatBreaksOffTooOftenIsUnavailable() {
        assertFails(Faults.breakOff(100), Problem.UNAVAILABLE, 3);
        assertThat(source.ledger().totals().failedBytes()).isEqualTo(300).isEqualTo(bytesSent());
    }

    @Test
    void bytesBeforeAFailureAreInTheLedger() {
        server.setBehaviour(Faults.times(1, Faults.breakOff(100)));
        assertFails(Faults.afterTheFirst(Faults.status(404)), Faults.breakOff(100));
        assertThat(source.ledger().totals().failedBytes()).isEqualTo(100);
    }

    private void assertFails(Behaviour later, Behaviour first) {
        Behaviour once = Faults.times(1, first);
        ByteSourceException failure = failure((request, proper) -> later.answer(request, once.answer(request, proper)));
        assertThat(failure.problem()).isEqualTo(Problem.NOT_FOUND);
    }

    @Test
    void silenceBeforeTheAnswerEnds() throws IOException {
        HttpOptions quick = OPTIONS.withTimes(Duration.ofMillis(100), Duration.ofMillis(150), Duration.ofSeconds(5));
        source = open(quick);
        server.setBehaviour(Faults.times(1, Faults.stall()));
        assertReads();
        assertFailsWithin(Faults.stall(), 3000);
    }

    @Test
    void silenceWithinTheAnswerEndsAndWhatCameIsKept() throws IOException {
        server.setBehaviour(Faults.times(1, Faults.stallAfter(3000)));
        assertReads();
        assertThat(server.log().get(1).request().range()).isEqualTo(ByteRange.between(13_000, 15_000));
        assertFailsWithin(Faults.stallAfter(10), 3000);
    }

    @Test
    void drippingEnds() {
        assertFailsWithin(Faults.drip(20), 4000);
        List<Entry> entries = source.ledger().entries();
        assertThat(entries).hasSize(3).allMatch(entry -> entry.bytes() > 0 && !entry.succeeded());
        assertThat(entries.get(1).range())
                .isEqualTo(ByteRange.between(RANGE.offset() + entries.get(0).bytes(), RANGE.end()));
    }

    private void assertFailsWithin(Behaviour behaviour, int milliseconds) {
        long start = System.nanoTime();
        assertThat(failure(behaviour).problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(milliseconds));
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "\0\0\0\0\0\0",
                "HTTP/1.1 206 OK\r\nContent-Length: x\r\n\r\n"
            })
    void whatIsNoHttpIsABadAnswer(String answer) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answers = CompletableFuture.runAsync(() -> answerAll(listening, answer));
            HttpSource other = new HttpSource("http://127.0.0.1:" + listening.getLocalPort() + "/file", OPTIONS);
            ByteSourceException failure = catchThrowableOfType(ByteSourceException.class, () -> other.read(0, 10));
            assertThat(failure.problem()).isIn(Problem.BAD_ANSWER, Problem.UNAVAILABLE);
            assertThat(other.ledger().totals().failed()).isPositive();
            listening.close();
            answers.get();
        }
    }

    private static void answerAll(ServerSocket listening, String answer) {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                readHead(socket);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // The next one.
            }
        }
    }

    private static void readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int line = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n' && line == 0) {
                return;
            }
            line = next == '\n' ? 0 : next == '\r' ? line : line + 1;
        }
    }

    @Test
    void aStalledConnectionIsClosed() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            HttpOptions once = OPTIONS.withTimes(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(1))
                    .withRetries(0, Duration.ZERO, Duration.ZERO);
            HttpSource other = new HttpSource("http://127.0.0.1:" + listening.getLocalPort() + "/file", once);
            CompletableFuture<Integer> afterTheHead = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = listening.accept()) {
                    socket.setSoTimeout(5000);
                    readHead(socket);
                    return socket.getInputStream().read();
                } catch (IOException e) {
                    return -2;
                }
            });
            assertThatThrownBy(() -> other.read(0, 10)).isInstanceOf(ByteSourceException.class);
            assertThat(afterTheHead.get()).isEqualTo(-1);
        }
    }

    @Test
    void nobodyThereIsUnavailable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        HttpSource nobody = new HttpSource("http://127.0.0.1:" + port + "/file", OPTIONS);
        ByteSourceException failure = catchThrowableOfType(ByteSourceException.class, nobody::length);
        assertThat(failure.problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(nobody.ledger().totals().failed()).isEqualTo(3);
        HttpSource unknown = new HttpSource("http://nowhere.invalid/file", OPTIONS);
        assertThat(catchThrowableOfType(ByteSourceException.class, unknown::length)
                        .problem())
                .isEqualTo(Problem.UNAVAILABLE);
    }

    @Test
    void interruptingEndsAReadThatWaits() throws Exception {
        server.setBehaviour(Faults.stall());
        HttpSource patient = open(HttpOptions.DEFAULT);
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                patient.read(0, 10);
                stillInterrupted.complete(false);
            } catch (IOException e) {
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        reader.start();
        while (server.log().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        reader.interrupt();
        assertThat(stillInterrupted.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(patient.ledger().totals().failed()).isEqualTo(1);
    }

    @Test
    void theNameHasNoSecrets() {
        assertThat(source.name()).isEqualTo(server.address("file.bin").toString());
        assertThat(source.name()).doesNotContain(SECRET);
    }
}
