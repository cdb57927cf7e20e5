package io.patchdrop.server.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays open between requests, and for how long, by the log of the images' server. */
class OpenSourcesTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private RangeServer server;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void start() throws IOException {
        for (String name : List.of("a.tif", "b.tif", "c.tif")) {
            byte[] pixels = new byte[3 * 64 * 64];
            Seeds.generator(1, name).nextBytes(pixels);
            TiffWriter.write(
                    folder.resolve(name),
                    TiffWriterImage.of(new RgbImage(64, 64, pixels)),
                    TiffWriterOptions.defaults().withTileSize(16));
        }
        server = RangeServer.start(folder);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
    }

    private OpenSources open(int images, long bytes, Duration idle, Duration age) {
        AllowList allowed =
                AllowList.of(List.of("127.0.0.1:" + server.address("").getPort()));
        return new OpenSources(new Sources(allowed), new OpenSources.Bounds(images, bytes, idle, age));
    }

    private Wanted wanted(String name) {
        return Wanted.of(server.address(name).toString());
    }

    /** Buys everything; what it took. */
    private Cost buy(OpenSources open, String name) throws IOException {
        return open.use(wanted(name), lease -> {
            ImageSource image = lease.sources().image();
            image.buy(image.pieces(0, Region.whole(64, 64)));
            return lease.sources().taken();
        });
    }

    @Test
    void whatIsOpenCostsNothing() throws IOException {
        try (OpenSources open = open(4, 1 << 20, LONG, LONG)) {
            Cost first = buy(open, "a.tif");
            assertThat(first.bytes())
                    .isEqualTo(server.log().stream()
                            .mapToLong(RangeServer.Logged::bytes)
                            .sum());
            assertThat(buy(open, "a.tif")).isEqualTo(Cost.NONE);
            Cost owned = open.use(wanted("a.tif"), Lease::owned);
            assertThat(owned).isEqualTo(first);
            assertThat(open.open()).isEqualTo(1);
        }
    }

    @Test
    void numberAndBytesAreBounded() throws IOException {
        try (OpenSources open = open(2, 1 << 20, LONG, LONG)) {
            buy(open, "a.tif");
            buy(open, "b.tif");
            buy(open, "c.tif");
            assertThat(open.open()).isEqualTo(2);
            assertThat(buy(open, "b.tif")).isEqualTo(Cost.NONE);
            assertThat(buy(open, "a.tif").bytes()).as("the oldest was closed").isPositive();
        }
        try (OpenSources open = open(9, 1000, LONG, LONG)) {
            buy(open, "a.tif");
            assertThat(open.open()).isZero();
        }
    }

    @Test
    void whatIsIdleOrOldIsClosed() throws Exception {
        try (OpenSources open = open(9, 1 << 20, Duration.ofMillis(40), LONG)) {
            buy(open, "a.tif");
            for (int i = 0; i < 200 && open.open() > 0; i++) {
                Thread.sleep(10);
            }
            assertThat(open.open()).isZero();
        }
        try (OpenSources open = open(9, 1 << 20, LONG, Duration.ofMillis(20))) {
            buy(open, "a.tif");
            Thread.sleep(30);
            assertThat(buy(open, "a.tif").bytes()).isPositive();
        }
    }

    @Test
    void oneAtATimeAndNotTooMany() throws Exception {
        try (OpenSources open = open(9, 1 << 20, LONG, LONG)) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            List<CompletableFuture<Cost>> all = new ArrayList<>();
            all.add(CompletableFuture.supplyAsync(() -> held(open, inside, go), threads));
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 4; i++) {
                all.add(CompletableFuture.supplyAsync(() -> held(open, inside, go), threads));
            }
            CompletableFuture<?>[] waiting = all.toArray(CompletableFuture[]::new);
            // One of the four is the fifth who wants it.
            assertThat(CompletableFuture.anyOf(waiting)
                            .handle((cost, failure) -> failure)
                            .get(10, TimeUnit.SECONDS))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().kind()).isEqualTo(Kind.BUSY));
            assertThat(buy(open, "b.tif").bytes()).as("others do not wait").isPositive();
            go.countDown();
            long sum = 0;
            int answered = 0;
            for (CompletableFuture<Cost> each : all) {
                if (!each.isCompletedExceptionally()) {
                    sum += each.get(10, TimeUnit.SECONDS).bytes();
                    answered++;
                }
            }
            assertThat(answered).isEqualTo(4);
            assertThat(sum)
                    .isEqualTo(server.log().stream()
                            .filter(logged -> logged.request().path().equals("a.tif"))
                            .mapToLong(RangeServer.Logged::bytes)
                            .sum());
        }
    }

    private Cost held(OpenSources open, CountDownLatch inside, CountDownLatch go) {
        try {
            return open.use(wanted("a.tif"), lease -> {
                inside.countDown();
                try {
                    go.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                ImageSource image = lease.sources().image();
                image.buy(image.pieces(0, Region.whole(64, 64)));
                return lease.sources().taken();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatFailedIsNotKept() throws IOException {
        try (OpenSources open = open(9, 1 << 20, LONG, LONG)) {
            assertThatThrownBy(() -> open.use(wanted("a.tif"), lease -> {
                        throw new IOException("broken");
                    }))
                    .hasMessage("broken");
            assertThat(open.open()).isZero();
            assertThatThrownBy(() -> open.use(wanted("a.tif"), lease -> {
                        throw new InvalidInputException("wrong", "do it right");
                    }))
                    .isInstanceOf(InvalidInputException.class);
            assertThat(open.open()).as("nothing was under way").isEqualTo(1);
            assertThatThrownBy(() -> open.use(wanted("a.tif"), lease -> {
                        lease.begin();
                        throw new InvalidInputException("wrong", "do it right");
                    }))
                    .isInstanceOf(InvalidInputException.class);
            assertThat(open.open()).isZero();
            assertThatThrownBy(() -> buy(open, "none.tif")).isInstanceOf(IOException.class);
            assertThat(open.open()).isZero();
        }
    }

    @Test
    void nothingIsOpenAfterTheEnd() throws IOException {
        OpenSources open = open(9, 1 << 20, LONG, LONG);
        buy(open, "a.tif");
        open.close();
        assertThat(open.open()).isZero();
        assertThatThrownBy(() -> buy(open, "a.tif")).isInstanceOf(IOException.class);
    }
}
