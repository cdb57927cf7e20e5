package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.client.Job;
import io.patchdrop.client.JobEvent;
import io.patchdrop.client.JobEvents;
import io.patchdrop.client.PatchDropClient;
import io.patchdrop.client.PatchDropException;
import io.patchdrop.client.ZoomDocument;
import io.patchdrop.client.ZoomOrder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs of a real server: answers follow the OpenAPI document, and the Java client reads them. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiJobTest {
    private static final String SOURCE = "scenes/scenes.tif";
    private static final int CHIPS = ServedScenes.ACROSS * ServedScenes.ACROSS;

    private final PatchDropServer server;
    private final PatchDropClient client;
    private final AnswerCheck answers;

    OpenApiJobTest(@TempDir Path folder) throws IOException {
        this.server = ServedScenes.documented(folder);
        this.client = PatchDropClient.at(server.address());
        this.answers = new AnswerCheck(server);
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void everythingInTheDocumentIsARoute() {
        List<String> routes = server.routes().stream()
                .map(route -> route.replace('<', '{').replace('>', '}'))
                .toList();
        assertThat(answers.openApi().operations())
                .as("openapi.json must list the routes of the server, no more and no fewer")
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void jobs() throws Exception {
        String start = "post /models/{name}/jobs";
        String order = "{\"source\":\"" + SOURCE + "\",\"tau\":0.9}";
        HttpResponse<String> accepted = answers.check(start, 202, answers.post("/models/scenes/jobs", order));
        String path = accepted.headers().firstValue("Location").orElseThrow();
        String id = path.substring("/jobs/".length());
        assertThat(client.await(id, Duration.ofMinutes(1)).state()).isEqualTo(Job.State.DONE);
        answers.check("get /jobs", 200, answers.request("/jobs"));
        answers.check("get /jobs/{id}", 200, answers.request(path));
        answers.check("get /jobs/{id}/result", 200, answers.request(path + "/result"));
        for (String file : List.of("chips.geojson", "patches.geojson", "overlay.png", "image.dzi")) {
            answers.check("get /jobs/{id}/" + file, 200, answers.request(path + "/" + file));
        }
        String tile = "get /jobs/{id}/image_files/{level}/{column}_{row}.png";
        answers.check(tile, 200, answers.request(path + "/image_files/9/1_1.png"));
        answers.check(tile, 404, answers.request(path + "/image_files/9/9_9.png"));
        checkEvents(answers.check("get /jobs/{id}/events", 200, answers.request(path + "/events"))
                .body());
        answers.check(start, 404, answers.post("/models/none/jobs", order));
        answers.check(start, 400, answers.post("/models/scenes/jobs", "{}"));
        answers.check("get /jobs/{id}", 404, answers.request("/jobs/none"));
        answers.check(
                "get /jobs/{id}/events", 400, answers.request(path + "/events").header("Last-Event-ID", "none"));

        List<JobEvent> events = new ArrayList<>();
        try (JobEvents iterator = client.events(id)) {
            iterator.forEachRemaining(events::add);
        }
        List<Integer> chips = events.stream()
                .filter(JobEvent.Answered.class::isInstance)
                .flatMap(event -> ((JobEvent.Answered) event).chips().stream())
                .map(ZoomDocument.Chip::chip)
                .sorted()
                .toList();
        assertThat(chips).isEqualTo(IntStream.range(0, CHIPS).boxed().toList());
        ZoomDocument result = client.result(id);
        assertThat(result.chips()).hasSize(CHIPS);
        assertThat(result.total().bytes()).isEqualTo(client.job(id).bytes());
        answers.check("delete /jobs/{id}", 204, answers.request(path).DELETE());
        answers.check("delete /jobs/{id}", 404, answers.request(path).DELETE());
        assertThat(client.jobs()).noneMatch(job -> job.id().equals(id));
    }

    private void checkEvents(String stream) {
        JsonNode schemas = answers.openApi().document().path("components").path("schemas");
        String[] events = stream.strip().split("\n\n", -1);
        for (String event : events) {
            JsonNode data = OpenApiDocument.json(event.replaceFirst("(?s).*\ndata: ", ""));
            if (event.contains("event: job\n")) {
                assertThat(answers.openApi().faults(schemas.path("Job"), data)).isEmpty();
            } else {
                data.forEach(chip -> assertThat(answers.openApi().faults(schemas.path("Chip"), chip))
                        .isEmpty());
            }
        }
        assertThat(events[events.length - 1]).contains("event: job\n").contains("\"state\":\"done\"");
    }

    @Test
    void aJobThatCannotBeDoneFails() throws Exception {
        Job job = client.startJob("scenes", ZoomOrder.of("scenes/none.tif"));
        Job ended = client.await(job.id(), Duration.ofMinutes(1));
        assertThat(ended.state()).isEqualTo(Job.State.FAILED);
        assertThat(ended.error()).isPresent();
        answers.check("get /jobs/{id}", 200, answers.request("/jobs/" + job.id()));
        answers.check("get /jobs/{id}/result", 409, answers.request("/jobs/" + job.id() + "/result"));
        assertThatThrownBy(() -> client.result(job.id()))
                .isInstanceOfSatisfying(
                        PatchDropException.class, e -> assertThat(e.code()).isEqualTo("conflict"));
        client.delete(job.id());
    }
}
