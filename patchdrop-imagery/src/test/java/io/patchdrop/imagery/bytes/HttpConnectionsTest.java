package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.Ledger.Entry;
import io.patchdrop.imagery.bytes.RangeServer.Behaviour;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break, stall, drip or do not stand: an end in bounded time, and what came is kept. */
class HttpConnectionsTest extends HttpFaultsKit {
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
        ByteSourceException failure = failure(Faults.firstThen(Faults.breakOff(100), Faults.status(404)));
        assertThat(failure.problem()).isEqualTo(Problem.NOT_FOUND);
        assertThat(source.ledger().totals().failedBytes()).isEqualTo(100).isEqualTo(bytesSent());
        assertThat(source.ledger().totals().failed()).isEqualTo(2);
    }

    @Test
    void silenceBeforeTheAnswerEnds() throws IOException {
        source = open(IMPATIENT);
        server.setBehaviour(Faults.times(1, Faults.stall()));
        assertReads();
        assertFailsWithin(Faults.stall(), 10_000);
    }

    @Test
    void silenceWithinTheAnswerEndsAndWhatCameIsKept() throws IOException {
        source = open(IMPATIENT);
        server.setBehaviour(Faults.times(1, Faults.stallAfter(3000)));
        assertReads();
        assertThat(server.log().get(1).request().range()).isEqualTo(ByteRange.between(13_000, 15_000));
        assertFailsWithin(Faults.stallAfter(10), 10_000);
    }

    @Test
    void drippingEnds() throws IOException {
        source = open(IMPATIENT);
        assertFailsWithin(Faults.drip(20), 10_000);
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
            HttpSource other = new HttpSource("http://127.0.0.1:" + listening.getLocalPort() + "/file", IMPATIENT);
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
            HttpOptions once = IMPATIENT.withRetries(0, Duration.ZERO, Duration.ZERO);
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
}
