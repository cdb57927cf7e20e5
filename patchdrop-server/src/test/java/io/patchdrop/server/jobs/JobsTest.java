package io.patchdrop.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.opening.ImageSources;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Chips;
import io.patchdrop.runtime.zoom.Limits;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.Quoting;
import io.patchdrop.runtime.zoom.ZoomDocument;
import io.patchdrop.runtime.zoom.ZoomListener;
import io.patchdrop.runtime.zoom.ZoomRequest;
import io.patchdrop.runtime.zoom.ZoomResults;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.Zooming;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs from their making to their removal. */
class JobsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final PriceList PRICES = PriceList.ofText("per_gigabyte=0.09,per_patch=0.5");

    private final Path folder;
    private final Path state;

    @SuppressWarnings("NullAway.Init") // set before each test
    private JobScene scene;

    JobsTest(@TempDir Path folder) {
        this.folder = folder;
        this.state = folder.resolve("state");
    }

    @BeforeEach
    void makeScene() throws IOException {
        scene = JobScene.in(folder, 4);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private JobServer server(JobOptions options, PriceList prices) {
        return new JobServer(options, scene.model(), scene.allowed(), prices);
    }

    private JsonNode direct(Budget budget, PriceList prices) throws IOException {
        try (PatchDropModel model = PatchDropModel.load(scene.model(), RuntimeOptions.defaults());
                ZoomSources sources = ZoomSources.of(ImageSources.open(scene.source(), OpeningOptions.DEFAULT)
                        .image())) {
            int side = scene.side();
            ZoomRequest request = new ZoomRequest(
                    Chips.cut(List.of(Region.whole(side, side)), side, side, JobScene.CHIP),
                    budget,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Limits.NONE,
                    prices);
            Quote quote = Quoting.quote(model, sources, request, ZoomListener.NONE);
            List<ChipResult> results = new ArrayList<>();
            Zooming.Account account =
                    Zooming.zoom(model, sources, quote, ZoomResults.inMemory(results), ZoomListener.NONE);
            return JSON.readTree(Json.write(ZoomDocument.of(
                    quote, results, account, sources, model.manifest().classes())));
        }
    }

    @Test
    void resultIsThatOfTheZoomItself() throws IOException, InterruptedException {
        JsonNode expected = direct(Budget.patches(3), PRICES);
        try (JobServer server = server(JobOptions.in(state), PRICES)) {
            String path = server.submit(Map.of("source", scene.source(), "budget", 3));
            assertThat(path).matches("/jobs/[0-9a-f]{32}");

            JsonNode job = server.ended(path);

            assertThat(job.get("state").asString()).as("%s", job).isEqualTo("done");
            HttpResponse<byte[]> answer = server.get(path + "/result");
            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode document = JSON.readTree(answer.body());
            assertThat(document.get("chips")).isEqualTo(expected.get("chips"));
            assertThat(document.get("total")).isEqualTo(expected.get("total"));
            assertThat(document.get("report").get("GET").get("count"))
                    .isEqualTo(expected.get("report").get("GET").get("count"));
            for (String name : List.of("bytes", "requests", "price", "full_bytes", "full_price")) {
                assertThat(job.get(name))
                        .as(name)
                        .isEqualTo(expected.get("total").get(name));
            }
            for (String name : List.of("chips", "looked", "zoomed")) {
                assertThat(job.get(name).asInt()).as(name).isEqualTo(16);
            }
            assertThat(job.get("width").asInt()).isEqualTo(256);
            assertThat(job.get("request").get("prices").get("per_patch").asDouble())
                    .isEqualTo(0.5);
            assertThat(server.json("/jobs").get("jobs").get(0)).isEqualTo(job);
            assertThat(new String(server.get("/metrics").body(), StandardCharsets.UTF_8))
                    .contains("patchdrop_jobs{state=\"done\"} 1.0")
                    .contains("patchdrop_jobs_chips_total 16.0")
                    .contains("patchdrop_jobs_bytes_total " + job.get("bytes").asDouble());
        }
    }

    @Test
    void filesOfAJobThatIsDone() throws IOException, InterruptedException {
        try (JobServer server = server(JobOptions.in(state), PriceList.FREE)) {
            String path = server.submit(Map.of("source", scene.source(), "budget", 3));
            server.ended(path);
            HttpResponse<byte[]> chips = server.get(path + "/chips.geojson");
            assertThat(chips.headers().firstValue("Content-Type")).contains("application/geo+json");
            assertThat(JSON.readTree(chips.body()).get("features").size()).isEqualTo(16);
            assertThat(server.json(path + "/patches.geojson").get("features").size())
                    .isEqualTo(48);
            byte[] overlay = server.get(path + "/overlay.png").body();
            assertThat(new String(overlay, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");

            String placeless = server.submit(
                    Map.of("source", scene.server().address("placeless.tif").toString(), "budget", 1));
            server.ended(placeless);

            HttpResponse<byte[]> none = server.get(placeless + "/chips.geojson");
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(JSON.readTree(none.body()).get("code").asString()).isEqualTo("not_found");
        }
    }

    @Test
    void whatCannotBeTakenIsRefused() throws IOException, InterruptedException {
        try (JobServer server = server(JobOptions.in(state), PriceList.FREE)) {
            for (String path : List.of(
                    "/jobs/0",
                    "/jobs/..",
                    "/jobs/%2e%2e%2fjobs.mv.db",
                    "/jobs/0123456789abcdef0123456789abcdef/result",
                    "/jobs/%2e%2e/events",
                    "/jobs/x/image.dzi")) {
                assertThat(server.get(path).statusCode()).as(path).isIn(400, 404);
            }
            assertThat(server.delete("/jobs/0")).isEqualTo(404);
            assertThat(server.post("/models/other/jobs", "{\"source\":\"x\"}").statusCode())
                    .isEqualTo(404);
            assertThat(server.post("/models/model/jobs", "[]").statusCode()).isEqualTo(400);
            assertThat(server.post(Map.of("source", "x", "budgett", 3)).statusCode())
                    .isEqualTo(400);
            List<List<Integer>> windows = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                windows.add(List.of(i, i, 100_000, 100_000));
            }
            assertThat(server.post(Map.of("source", "x", "windows", windows)).statusCode())
                    .isEqualTo(413);
            assertThat(server.json("/jobs").get("jobs").size()).isZero();
        }
    }

    @Test
    void jobsThatCannotBeDoneSayWhy() throws IOException, InterruptedException {
        try (JobServer server = server(JobOptions.in(state), PriceList.FREE)) {
            Map<String, String> reasons = Map.of(
                    scene.server().address("gone.tif").toString(),
                    "check the source",
                    "http://127.0.0.1:1/scene.tif",
                    "allow",
                    "nowhere/scene.tif",
                    "ask /sources");
            for (Map.Entry<String, String> each : reasons.entrySet()) {
                String path = server.submit(Map.of("source", each.getKey()));
                JsonNode job = server.ended(path);
                assertThat(job.get("state").asString()).isEqualTo("failed");
                assertThat(job.get("error").asString())
                        .contains(each.getValue())
                        .doesNotContain("\n");
                HttpResponse<byte[]> result = server.get(path + "/result");
                assertThat(result.statusCode()).isEqualTo(409);
                assertThat(server.get(path + "/image.dzi").statusCode()).isEqualTo(409);
            }
        }
    }

    @Test
    void jobsWaitStopAndGo() throws IOException, InterruptedException {
        JobOptions options = JobOptions.in(state).keeping(2, 3, 1_000_000_000);
        try (JobServer server = server(options, PriceList.FREE)) {
            scene.server().setLatency(Duration.ofMillis(100));
            Map<String, ?> request = Map.of("source", scene.source(), "tau", 1.0);
            String running = server.submit(request);
            server.until(running, job -> !job.get("started").isNull());
            String waiting = server.submit(request);
            String last = server.submit(request);
            assertThat(server.json(waiting).get("state").asString()).isEqualTo("waiting");
            HttpResponse<byte[]> refused = server.post(request);
            assertThat(refused.statusCode()).isIn(422, 429);
            assertThat(server.get(waiting + "/result").statusCode()).isEqualTo(409);

            assertThat(server.delete(waiting)).isEqualTo(204);
            assertThat(server.json(waiting).get("state").asString()).isEqualTo("stopped");
            assertThat(server.delete(running)).isEqualTo(204);
            assertThat(server.ended(running).get("state").asString()).isEqualTo("stopped");
            scene.server().setLatency(Duration.ZERO);
            assertThat(server.ended(last).get("state").asString()).isEqualTo("done");

            HttpResponse<byte[]> full = server.post(request);
            assertThat(full.statusCode()).isEqualTo(422);
            assertThat(JSON.readTree(full.body()).get("detail").asString()).contains("3 jobs");
            assertThat(server.delete(running)).isEqualTo(204);
            assertThat(server.get(running).statusCode()).isEqualTo(404);
            assertThat(state.resolve("jobs"))
                    .isDirectoryNotContaining(path ->
                            running.endsWith(path.getFileName().toString().substring(0, 8)));
            assertThat(server.ended(server.submit(request)).get("state").asString())
                    .isEqualTo("done");
        }
        try (JobServer server = server(options.removingOldest(), PriceList.FREE)) {
            assertThat(server.json("/jobs").get("jobs").size()).isEqualTo(3);
            String path = server.submit(Map.of("source", scene.source()));
            server.ended(path);
            assertThat(server.json("/jobs").get("jobs").size()).isEqualTo(3);
        }
    }

    @Test
    void tooManyThatWaitAreToldWhenToComeBack() throws IOException, InterruptedException {
        try (JobServer server = server(JobOptions.in(state).keeping(1, 10, 1_000_000_000), PriceList.FREE)) {
            scene.server().setLatency(Duration.ofMillis(100));
            Map<String, ?> request = Map.of("source", scene.source(), "tau", 1.0);
            String running = server.submit(request);
            server.until(running, job -> !job.get("started").isNull());
            server.submit(request);
            HttpResponse<byte[]> refused = server.post(request);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void jobsOnlyRunWithTheirModel() throws IOException, InterruptedException {
        String path;
        scene.server().setLatency(Duration.ofMillis(100));
        try (JobServer server = server(JobOptions.in(state), PriceList.FREE)) {
            path = server.submit(Map.of("source", scene.source(), "tau", 1.0));
            server.until(path, job -> !job.get("started").isNull());
        }
        Path other = folder.resolve("other.patchdrop");
        LinearModel.write(other, new LinearModel(4, 16, 16, 4, 2, 5, true, true, 4).bundle());
        try (JobServer server = new JobServer(JobOptions.in(state), other, scene.allowed(), PriceList.FREE)) {
            JsonNode job = server.ended(path);
            assertThat(job.get("state").asString()).isEqualTo("failed");
            assertThat(job.get("error").asString()).contains("another one");
        }
    }

    @Test
    void aFolderIsOneServersAndMustBeSound() throws IOException, InterruptedException {
        String path;
        try (JobServer server = server(JobOptions.in(state), PriceList.FREE)) {
            path = server.submit(Map.of("source", scene.source(), "budget", 1));
            server.ended(path);
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> server(JobOptions.in(state), PriceList.FREE))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("Another server uses");
            }
            assertThat(server.get(path).statusCode()).isEqualTo(200);
        }
        Path file = state.resolve("jobs.mv.db");
        byte[] sound = Files.readAllBytes(file);
        byte[] damaged = "no database".repeat(1000).getBytes(StandardCharsets.UTF_8);
        Files.write(file, damaged);
        assertThatThrownBy(() -> server(JobOptions.in(state), PriceList.FREE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot be read");
        assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
        Files.write(file, sound);
        try (JobServer server = server(JobOptions.in(state), PriceList.FREE)) {
            assertThat(server.json(path).get("state").asString()).isEqualTo("done");
        }
        Path plain = Files.writeString(folder.resolve("plain"), "a file");
        assertThatThrownBy(() -> server(JobOptions.in(plain.resolve("state")), PriceList.FREE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Cannot write");
    }
}
