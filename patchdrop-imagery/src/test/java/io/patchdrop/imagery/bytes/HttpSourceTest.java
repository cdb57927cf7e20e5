package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.bytes.Ledger.Method;
import io.patchdrop.imagery.bytes.RangeServer.Logged;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSourceTest extends ByteSourceKit {
    private RangeServer server;

    @BeforeEach
    void start() throws IOException {
        server = RangeServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    ByteSource open(String file) throws IOException {
        return new HttpSource(server.address(file).toString(), HttpOptions.DEFAULT);
    }

    @Override
    void compareWithOtherSide(Ledger ledger) {
        List<Logged> log = server.log();
        assertThat(log).allMatch(logged -> logged.request().method().equals("GET"));
        Ledger.Totals totals = ledger.totals();
        assertThat(totals.gets()).isEqualTo(log.size());
        assertThat(totals.heads()).isZero();
        assertThat(totals.bytes())
                .isEqualTo(log.stream().mapToLong(Logged::bytes).sum());
    }

    @Test
    void theFirstBytesAreReadOnce() throws IOException {
        Files.write(folder.resolve("file.bin"), TestBytes.random(50_000, 1));
        try (ByteSource source = open("file.bin")) {
            assertThat(source.length()).isEqualTo(50_000);
            assertThat(source.version()).contains("tag \"");
            source.read(0, 16_384);
            source.read(77, 99);
            assertThat(server.log()).hasSize(1);
            source.read(16_000, 1000);
            assertThat(server.log().get(1).request().range()).isEqualTo(new ByteRange(16_384, 616));
            compareWithOtherSide(source.ledger());
        }
    }

    @Test
    void theFirstReadCanBeOneByte() throws IOException {
        Files.write(folder.resolve("file.bin"), TestBytes.random(50_000, 1));
        HttpOptions options = HttpOptions.DEFAULT.withFirstRead(1);
        try (ByteSource source = new HttpSource(server.address("file.bin").toString(), options)) {
            assertThat(source.length()).isEqualTo(50_000);
            assertThat(source.ledger().totals().bytes()).isEqualTo(1);
            assertThat(source.read(0, 50_000)).isEqualTo(TestBytes.random(50_000, 1));
            assertThat(source.ledger().totals().bytes()).isEqualTo(50_000);
        }
    }

    @Test
    void nothingIsRequestedBehindAKnownEnd() throws IOException {
        Files.write(folder.resolve("file.bin"), TestBytes.random(50_000, 1));
        try (ByteSource source = open("file.bin")) {
            assertThat(source.read(60_000, 10)).isEmpty();
            assertThat(server.log()).extracting(Logged::status).containsExactly(416);
            source.length();
            assertThat(source.read(60_000, 10)).isEmpty();
            assertThat(server.log()).hasSize(2);
            source.read(49_000, 5000);
            assertThat(server.log().get(2).request().range()).isEqualTo(new ByteRange(49_000, 1000));
            assertThat(source.ledger().entries()).allMatch(entry -> entry.succeeded() && entry.method() == Method.GET);
        }
    }

    @Test
    void requestsSayWhatTheyWant() throws IOException {
        Files.write(folder.resolve("file.bin"), TestBytes.random(50_000, 1));
        try (ByteSource source = open("file.bin")) {
            source.read(100, 200);
            source.read(300, 400);
        }
        List<Logged> log = server.log();
        assertThat(log.get(0).request().headers())
                .containsEntry("Range", "bytes=100-299")
                .containsEntry("Accept-Encoding", "identity")
                .containsEntry("User-Agent", "patchdrop")
                .doesNotContainKey("If-Match");
        assertThat(log.get(1).request().headers())
                .containsEntry("Range", "bytes=300-699")
                .hasEntrySatisfying("If-Match", tag -> assertThat(tag).startsWith("\""));
    }

    /** Each request is answered only when all have come. */
    @Test
    void sixtyFourRequestsAreUnderWayAtOnce() throws Exception {
        Files.write(folder.resolve("file.bin"), TestBytes.random(50_000, 1));
        CountDownLatch all = new CountDownLatch(64);
        server.setBehaviour((request, proper) -> {
            all.countDown();
            try {
                if (!all.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("not all came");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return proper;
        });
        ExecutorService threads = Executors.newFixedThreadPool(64);
        HttpOptions once = HttpOptions.DEFAULT.withRetries(0, Duration.ZERO, Duration.ZERO);
        try (ByteSource source = new HttpSource(server.address("file.bin").toString(), once)) {
            List<Future<byte[]>> reads = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int offset = 700 * i;
                reads.add(threads.submit(() -> source.read(offset, 700)));
            }
            for (Future<byte[]> read : reads) {
                assertThat(read.get()).hasSize(700);
            }
            compareWithOtherSide(source.ledger());
        } finally {
            threads.shutdownNow();
        }
    }
}
