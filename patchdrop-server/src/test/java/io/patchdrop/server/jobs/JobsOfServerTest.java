package io.patchdrop.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.json.Json;
import io.patchdrop.server.PatchDropServer;
import io.patchdrop.server.ServerOptions;
import io.patchdrop.server.sources.AllowList;
import io.patchdrop.server.sources.SourceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs behind everything else that a server has. */
class JobsOfServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;

    JobsOfServerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private PatchDropServer start(JobScene scene) {
        return PatchDropServer.start(ServerOptions.of(Map.of("model", scene.model()))
                .at("127.0.0.1", 0)
                .withSources(SourceOptions.DEFAULT.withAllowed(AllowList.of(scene.allowed())))
                .withJobs(JobOptions.in(folder.resolve("state"))));
    }

    private HttpResponse<InputStream> get(PatchDropServer server, String path)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.address() + path)).build(), BodyHandlers.ofInputStream());
    }

    @Test
    void aServerEndsWithItsStreamsAndGoesOnWithItsJobs() throws IOException, InterruptedException {
        try (JobScene scene = JobScene.in(folder, 12)) {
            scene.server().setLatency(Duration.ofMillis(20));
            String path;
            InputStream events;
            long start;
            try (PatchDropServer server = start(scene)) {
                HttpResponse<String> made = client.send(
                        HttpRequest.newBuilder(URI.create(server.address() + "/models/model/jobs"))
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        Json.line(Map.of("source", scene.source(), "budget", 3))))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
                path = made.headers().firstValue("Location").orElseThrow();
                HttpResponse<InputStream> answer = get(server, path + "/events");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
                events = answer.body();
                assertThat(events.read()).isEqualTo('e');
                start = System.nanoTime();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
            assertThat(new String(events.readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("\"failed\"");
            scene.server().setLatency(Duration.ZERO);
            try (PatchDropServer server = start(scene)) {
                String all = new String(get(server, path + "/events").body().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(all).contains("\"state\":\"done\"");
                assertThat(get(server, path + "/result").statusCode()).isEqualTo(200);
                assertThat(get(server, "/jobs/nobody").statusCode()).isEqualTo(404);
            }
        }
    }
}
