package io.patchdrop.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.imagery.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs go on where they were, and nothing is bought twice. */
class RestartTest {
    private static final JsonMapper JSON = new JsonMapper();
    /** More chips than are answered together, twice. */
    private static final int ACROSS = 17;

    private final Path folder;
    private final Path state;

    @SuppressWarnings("NullAway.Init") // set before each test
    private JobScene scene;

    RestartTest(@TempDir Path folder) {
        this.folder = folder;
        this.state = folder.resolve("state");
    }

    @BeforeEach
    void makeScene() throws IOException {
        scene = JobScene.in(folder, ACROSS);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private JsonNode undisturbed(Map<String, ?> request) throws IOException, InterruptedException {
        try (JobServer server = JobServer.start(folder.resolve("undisturbed"), scene)) {
            String path = server.submit(request);
            server.ended(path);
            return server.json(path + "/result");
        }
    }

    /** Bytes that were sent more than once, but for the one byte of each opening. */
    private int twice() {
        boolean[] sent = new boolean[1 << 24];
        int twice = 0;
        for (RangeServer.Logged each : scene.server().log()) {
            ByteRange range = Objects.requireNonNull(each.request().range());
            if (range.equals(new ByteRange(0, 1))) {
                continue;
            }
            for (long at = range.offset(); at < range.offset() + each.bytes(); at++) {
                twice += sent[(int) at] ? 1 : 0;
                sent[(int) at] = true;
            }
        }
        return twice;
    }

    private static void assertSame(JsonNode found, JsonNode expected) {
        assertThat(found.get("chips").size()).isEqualTo(expected.get("chips").size());
        for (int i = 0; i < expected.get("chips").size(); i++) {
            for (String name : List.of("chip", "window", "outcome", "class", "patches", "probabilities")) {
                assertThat(found.get("chips").get(i).get(name))
                        .as(name)
                        .isEqualTo(expected.get("chips").get(i).get(name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"looking", "zooming"})
    void aServerThatEndsGoesOnWhereItWas(String when) throws IOException, InterruptedException {
        Map<String, ?> request = Map.of("source", scene.source(), "budget", 3);
        JsonNode expected = undisturbed(request);
        long sent = scene.sent();
        int requests = scene.server().log().size();
        scene.server().clearLog();
        scene.server().setLatency(Duration.ofMillis(30));
        String path;
        try (JobServer server = JobServer.start(state, scene)) {
            path = server.submit(request);
            server.until(path, job -> job.get("state").asString().equals(when));
        }
        int before = scene.server().log().size();
        assertThat(before).isLessThan(requests);
        scene.server().setLatency(Duration.ZERO);
        try (JobServer server = JobServer.start(state, scene)) {
            JsonNode job = server.ended(path);
            assertThat(job.get("state").asString()).as("%s", job).isEqualTo("done");
            JsonNode result = server.json(path + "/result");
            assertSame(result, expected);
            assertThat(result.get("total").get("full_bytes"))
                    .isEqualTo(expected.get("total").get("full_bytes"));
        }
        assertThat(twice()).isZero();
        assertThat(scene.sent()).as("one byte to see that the file is the same").isEqualTo(sent + 1);
    }

    @Test
    void aServerThatIsKilledGoesOnWhereItWas() throws IOException, InterruptedException {
        Map<String, ?> request = Map.of("source", scene.source(), "budget", 3);
        JsonNode expected = undisturbed(request);
        long sent = scene.sent();
        scene.server().clearLog();
        scene.server().setLatency(Duration.ofMillis(20));
        String path;
        int zoomed;
        try (JobProcess process = JobProcess.start(state, scene)) {
            HttpClient client = HttpClient.newHttpClient();
            String address = "http://127.0.0.1:" + process.port();
            path = client.send(
                            HttpRequest.newBuilder(URI.create(address + "/models/model/jobs"))
                                    .POST(HttpRequest.BodyPublishers.ofString(Json.line(request)))
                                    .build(),
                            BodyHandlers.ofString())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            do {
                Thread.sleep(5);
                zoomed = JSON.readTree(client.send(
                                        HttpRequest.newBuilder(URI.create(address + path))
                                                .build(),
                                        BodyHandlers.ofString())
                                .body())
                        .get("zoomed")
                        .asInt();
            } while (zoomed == 0);
        }
        assertThat(zoomed).isLessThan(scene.chips());
        scene.server().setLatency(Duration.ZERO);
        try (JobServer server = JobServer.start(state, scene)) {
            assertThat(server.json(path).get("created")).isNotNull();
            JsonNode job = server.ended(path);
            assertThat(job.get("state").asString()).as("%s", job).isEqualTo("done");
            assertSame(server.json(path + "/result"), expected);
        }
        // What was under way when the process died never arrived: a request for each connection at most.
        assertThat(twice()).isLessThan(16 * 4 * 1000);
        assertThat(scene.sent() - 1 - twice()).isEqualTo(sent);
    }
}
