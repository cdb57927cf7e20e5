package io.patchdrop.server.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.server.sources.OpenSources;
import io.patchdrop.server.sources.SourceWork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotes, zooms and what is shown of images, by the log of the server that has them. */
class ZoomRoutesTest {
    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private SourceServer server;

    @BeforeEach
    void start() throws IOException {
        server = SourceServer.start(folder, UnaryOperator.identity());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Object field(Map<?, ?> json, String... names) {
        Object value = json;
        for (String name : names) {
            value = ((Map<?, ?>) value).get(name);
            if (value == null) {
                throw new AssertionError(name + " is missing");
            }
        }
        return value;
    }

    private static long number(Map<?, ?> json, String... names) {
        return ((Number) field(json, names)).longValue();
    }

    private static Map<?, ?> json(SourceServer.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void whatIsQuotedIsBought() {
        Map<?, ?> quote = json(server.ask("quote", server.scene(), ", \"budget\": 4"));
        long looked = server.bytesSent();
        assertThat(number(quote, "total", "look_bytes")).isEqualTo(looked);
        assertThat(number(quote, "report", "GET", "bytes")).isEqualTo(looked);
        assertThat(number(quote, "report", "GET", "count"))
                .isEqualTo(server.range.log().size());
        assertThat(number(quote, "owned", "bytes")).isZero();
        assertThat((List<?>) field(quote, "chips")).hasSize(16);
        server.range.clearLog();

        Map<?, ?> zoom = json(server.ask("zoom", server.scene(), ", \"budget\": 4"));

        assertThat(server.bytesSent()).isEqualTo(number(quote, "total", "bytes") - looked);
        assertThat(number(zoom, "total", "bytes")).isEqualTo(server.bytesSent());
        assertThat(number(zoom, "report", "GET", "bytes")).isEqualTo(server.bytesSent());
        assertThat(number(zoom, "report", "GET", "count"))
                .isEqualTo(server.range.log().size());
        assertThat(number(zoom, "total", "look_bytes")).isZero();
        assertThat(number(zoom, "owned", "bytes")).isEqualTo(looked);
    }

    @Test
    void aSecondQuoteBuysNothing() {
        json(server.ask("quote", server.scene(), ", \"budget\": 4"));
        server.range.clearLog();
        Map<?, ?> again = json(server.ask("quote", server.scene(), ", \"budget\": 2"));
        assertThat(server.range.log()).isEmpty();
        assertThat(number(again, "report", "GET", "count")).isZero();
        assertThat(number(again, "owned", "bytes")).isPositive();
        json(server.ask("zoom", server.scene(), ", \"budget\": 4"));
        server.range.clearLog();
        json(server.ask("zoom", server.scene(), ", \"budget\": 4"));
        assertThat(server.range.log()).isEmpty();
    }

    @Test
    void requestsAtTheSameTimeBuyEachByteOnce() {
        server.range.setLatency(Duration.ofMillis(20));
        List<CompletableFuture<Map<?, ?>>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int budget = i + 1;
            all.add(CompletableFuture.supplyAsync(
                    () -> json(server.ask("zoom", server.scene(), ", \"budget\": " + budget))));
        }
        long sum = all.stream()
                .mapToLong(each -> number(each.join(), "report", "GET", "bytes"))
                .sum();
        assertThat(server.bytesSent()).isEqualTo(sum);
        long distinct = server.range.log().stream()
                .map(logged -> logged.request().range())
                .distinct()
                .count();
        assertThat(distinct).isEqualTo(server.range.log().size());
    }

    @Test
    void anImageThatChangedIsOpenedAnew() throws IOException {
        json(server.ask("quote", server.scene(), ", \"budget\": 4"));
        server.range.clearLog();
        SourceServer.scene(server.served.resolve("scene.tif"), 320);
        Map<?, ?> zoom = json(server.ask("zoom", server.scene(), ", \"budget\": 4"));
        assertThat((List<?>) field(zoom, "chips")).hasSize(25);
        // The try that failed was sent as well. Its requests that were given up may not have reached the other server.
        long logged = server.range.log().size();
        assertThat(number(zoom, "report", "GET", "count")).isBetween(logged, logged + 4);
        assertThat(number(zoom, "report", "GET", "bytes")).isEqualTo(server.bytesSent());
    }

    @Test
    void aFileOfAFolderThatChangedIsOpenedAnew() throws Exception {
        assertThat((List<?>) field(json(server.ask("quote", "files/scene.tif", "")), "chips"))
                .hasSize(16);
        SourceServer.scene(server.served.resolve("scene.tif"), 320);
        // The list of files is a few seconds old at most.
        Thread.sleep(3100);
        assertThat((List<?>) field(json(server.ask("quote", "files/scene.tif", "")), "chips"))
                .hasSize(25);
    }

    @Test
    void chipsHaveABound() {
        SourceServer.Answer answer = server.ask("quote", server.scene(), ", \"chip\": 1");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("more than 256 chips").contains("job");
        assertThat(server.ask("zoom", server.scene(), ", \"chip\": 15").status())
                .isEqualTo(422);
        String windows = "[0,0,64,64],".repeat(256) + "[0,0,64,64]";
        assertThat(server.ask("quote", server.scene(), ", \"windows\": [" + windows + "]")
                        .status())
                .isEqualTo(422);
        assertThat(server.ask("quote", server.scene(), ", \"chip\": 16").status())
                .isEqualTo(200);
    }

    @Test
    void whatDoesNotFitIsSaid() {
        assertThat(server.ask("quote", server.scene(), ", \"budget\": 17").status())
                .isEqualTo(422);
        assertThat(server.ask("quote", server.scene(), ", \"windows\": [[250, 0, 64, 64]]")
                        .status())
                .isEqualTo(422);
        assertThat(server.ask("quote", server.scene(), ", \"bbox\": [[0, 0, 1, 1]]")
                        .status())
                .isEqualTo(422);
        assertThat(server.ask("quote", server.scene(), ", \"chip\": 2147483647").status())
                .isEqualTo(422);
        assertThat(server.ask("quote", server.scene(), ", \"bands\": [1, 2, 9]").status())
                .isEqualTo(422);
        assertThat(server.ask("quote", server.scene(), ", \"budgets\": 4").status())
                .isEqualTo(400);
        assertThat(server.ask("quote", server.range.address("none.tif").toString(), "")
                        .status())
                .isEqualTo(404);
        assertThat(server.post("/models/none/quote", "{}").status()).isEqualTo(404);
        assertThat(server.post("/models/linear/quote", "[]").status()).isEqualTo(400);
        assertThat(server.post("/models/linear/quote", " ".repeat(2 << 20)).status())
                .isEqualTo(413);
    }

    @Test
    void infoIsThatOfTheImage() {
        Map<?, ?> info = json(server.get("/cog/info", server.scene()));
        assertThat(number(info, "width")).isEqualTo(256);
        assertThat(number(info, "count")).isEqualTo(3);
        assertThat(info.get("dtype")).isEqualTo("uint8");
        assertThat(info.get("driver")).isEqualTo("GTiff");
        assertThat(info.get("crs")).isEqualTo("http://www.opengis.net/def/crs/EPSG/0/32633");
        assertThat((List<?>) field(info, "overviews")).hasSize(1).first().hasToString("4");
        assertThat(number(info, "bytes")).isEqualTo(server.bytesSent());
        // 500 km east is the middle of zone 33, which is at 15 degrees; 128 m are about 0.0017 degrees there.
        List<?> bounds = (List<?>) field(info, "bounds");
        assertThat(((Number) bounds.get(0)).doubleValue()).isBetween(14.99999, 15.00001);
        assertThat(((Number) bounds.get(2)).doubleValue()).isBetween(15.0016, 15.0018);
        assertThat(((Number) bounds.get(1)).doubleValue()).isLessThan(((Number) bounds.get(3)).doubleValue());
    }

    @Test
    void previewsReadOverviewsOnly() throws IOException {
        SourceServer.Answer answer = server.get("/cog/preview", server.scene());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("X-Patchdrop-Bytes"))
                .hasValue(Long.toString(server.bytesSent()));
        assertThat(ImageIO.read(new ByteArrayInputStream(answer.response().body()))
                        .getWidth())
                .isLessThan(256);
        SourceServer.Answer small = server.get("/cog/preview?max_size=32&url=files/scene.tif");
        assertThat(ImageIO.read(new ByteArrayInputStream(small.response().body()))
                        .getWidth())
                .isEqualTo(32);
        // 64 px of three bytes, and the header.
        assertThat(Long.parseLong(small.response()
                        .headers()
                        .firstValue("X-Patchdrop-Bytes")
                        .orElseThrow()))
                .isLessThan(20_000 + 64 * 64 * 3);
        for (String size : List.of("0", "-1", "2049", "1e9", "NaN", "Infinity", "1.5", "x", "")) {
            assertThat(server.get("/cog/preview?url=files/scene.tif&max_size=" + size)
                            .status())
                    .as(size)
                    .isEqualTo(400);
        }
        assertThat(server.get("/cog/preview").status()).isEqualTo(400);
        assertThat(server.get("/cog/info?url=a&url=b").status()).isEqualTo(400);
    }

    @Test
    void sourcesAreListed() {
        Map<?, ?> sources = json(server.get("/sources"));
        assertThat((List<?>) field(sources, "sources")).singleElement().satisfies(each -> assertThat(
                        String.valueOf(((Map<?, ?>) each).get("source")))
                .isEqualTo("files/scene.tif"));
        assertThat((List<?>) field(sources, "hosts"))
                .singleElement()
                .hasToString("127.0.0.1:" + server.range.address("").getPort());
    }

    @Test
    void bytesAreCounted() {
        json(server.ask("zoom", server.scene(), ", \"budget\": 4"));
        String metrics = server.get("/metrics").text();
        assertThat(metrics)
                .contains("patchdrop_source_bytes_total{model=\"linear\"} " + (double) server.bytesSent())
                .contains("patchdrop_source_requests_total{model=\"linear\"} "
                        + (double) server.range.log().size())
                .contains("patchdrop_zoom_chips_total{model=\"linear\"} 16.0")
                .contains("patchdrop_source_bytes_saved_total{model=\"linear\"}");
    }

    @Test
    void slowSourcesHoldUpNobodyElse() throws Exception {
        server.close();
        server = SourceServer.start(
                folder.resolve("bounded"),
                options -> options.withBounds(
                        OpenSources.Bounds.DEFAULT, new SourceWork.Bounds(1, 1, Duration.ofSeconds(2))));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        server.range.setBehaviour((request, proper) -> {
            asked.countDown();
            try {
                go.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return proper;
        });
        CompletableFuture<SourceServer.Answer> first =
                CompletableFuture.supplyAsync(() -> server.ask("quote", server.scene(), ""));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<SourceServer.Answer>> more = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            more.add(CompletableFuture.supplyAsync(() -> server.get("/sources")));
        }
        // One of them may wait.
        SourceServer.Answer refused = (SourceServer.Answer)
                CompletableFuture.anyOf(more.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(server.get("/health/ready").status()).isEqualTo(200);
        SourceServer.Answer late = first.get(20, TimeUnit.SECONDS);
        assertThat(late.status()).isEqualTo(502);
        assertThat(late.text()).contains("source_failed").contains("within 2 s");
        for (CompletableFuture<SourceServer.Answer> each : more) {
            each.get(20, TimeUnit.SECONDS);
        }
        server.range.setBehaviour(RangeServer.Behaviour.PROPER);
        go.countDown();
        assertThat(server.get("/cog/info", server.scene()).status()).isEqualTo(200);
    }
}
