package io.patchdrop.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.price.PriceList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is told of jobs while they run. */
class EventsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ACROSS = 17;

    private final Path folder;
    private final Path state;
    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // set before each test
    private JobScene scene;

    EventsTest(@TempDir Path folder) {
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

    private record Event(String name, String id, JsonNode data) {}

    /** Reads events until the stream ends, or there are so many. */
    private List<Event> events(JobServer server, String path, String after, int most)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address(path + "/events"));
        if (!after.isEmpty()) {
            request.header("Last-Event-ID", after);
        }
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        List<Event> events = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String name = "";
            String id = "";
            for (String line = lines.readLine(); line != null && events.size() < most; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(name, id, JSON.readTree(line.substring(6))));
                }
            }
        }
        return events;
    }

    private static List<JsonNode> chips(List<Event> events) {
        List<JsonNode> chips = new ArrayList<>();
        for (Event event : events) {
            if (event.name().equals("chips")) {
                event.data().forEach(chips::add);
            }
        }
        return chips;
    }

    private void assertComplete(List<Event> events, JsonNode result) {
        List<JsonNode> chips = chips(events);
        assertThat(chips).hasSize(scene.chips());
        Set<Integer> numbers = new HashSet<>();
        for (JsonNode chip : chips) {
            int number = chip.get("chip").asInt();
            assertThat(numbers.add(number)).as("chip " + number + " comes once").isTrue();
            assertThat(chip).isEqualTo(result.get("chips").get(number));
        }
        Event last = events.get(events.size() - 1);
        assertThat(last.name()).isEqualTo("job");
        assertThat(last.data().get("state").asString()).isEqualTo("done");
    }

    @Test
    void eventsTellEverythingOnce() throws IOException, InterruptedException {
        try (JobServer server = JobServer.start(state, scene)) {
            scene.server().setLatency(Duration.ofMillis(20));
            String path = server.submit(Map.of("source", scene.source(), "budget", 2));

            List<Event> live = events(server, path, "", Integer.MAX_VALUE);

            JsonNode result = server.json(path + "/result");
            assertComplete(live, result);
            assertThat(live.get(0).name()).isEqualTo("job");
            assertThat(live.stream().filter(event -> event.name().equals("job")))
                    .hasSizeGreaterThan(2);
            List<Event> afterwards = events(server, path, "", Integer.MAX_VALUE);
            assertComplete(afterwards, result);
            assertThat(afterwards.stream().filter(event -> event.name().equals("chips")))
                    .hasSizeGreaterThan(1);
            for (int i = 0; i + 1 < afterwards.size(); i++) {
                List<Event> joined = new ArrayList<>(afterwards.subList(0, i + 1));
                joined.addAll(events(server, path, afterwards.get(i).id(), Integer.MAX_VALUE));
                assertComplete(joined, result);
            }
            String end = live.get(live.size() - 1).id();
            assertThat(server.get(path + "/events", "Last-Event-ID", end).statusCode())
                    .isEqualTo(204);
            for (String wrong : List.of("x", "1-0", "999999999-0", "-5-0")) {
                assertThat(server.get(path + "/events", "Last-Event-ID", wrong).statusCode())
                        .as(wrong)
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void eventsGoOnAfterARestart() throws IOException, InterruptedException {
        List<Event> events = new ArrayList<>();
        String path;
        try (JobServer server = JobServer.start(state, scene)) {
            scene.server().setLatency(Duration.ofMillis(4));
            path = server.submit(Map.of("source", scene.source(), "tau", 1.0));
            while (chips(events).isEmpty()) {
                String after =
                        events.isEmpty() ? "" : events.get(events.size() - 1).id();
                events.addAll(events(server, path, after, 1));
            }
        }
        scene.server().setLatency(Duration.ZERO);
        try (JobServer server = JobServer.start(state, scene)) {
            assertThat(chips(events)).hasSizeLessThan(scene.chips());
            events.addAll(events(server, path, events.get(events.size() - 1).id(), Integer.MAX_VALUE));
            assertComplete(events, server.json(path + "/result"));
        }
    }

    @Test
    void aReaderThatStallsHoldsUpNobody() throws IOException, InterruptedException {
        List<Socket> stalled = new ArrayList<>();
        try (JobServer server =
                new JobServer(JobOptions.in(state).withStreams(300), scene.model(), scene.allowed(), PriceList.FREE)) {
            String path = server.submit(Map.of("source", scene.source(), "budget", 2));
            server.ended(path);
            // More to read than any buffer between the two ends takes.
            Path journal = state.resolve("jobs")
                    .resolve(path.substring("/jobs/".length()))
                    .resolve("chips.jsonl");
            byte[] lines = Files.readAllBytes(journal);
            try (var out = Files.newOutputStream(journal, java.nio.file.StandardOpenOption.APPEND)) {
                for (int i = 0; i < 200; i++) {
                    out.write(lines);
                }
            }
            // More readers than there are threads for requests.
            for (int i = 0; i < 250; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                socket.getOutputStream()
                        .write(("GET " + path + "/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                stalled.add(socket);
            }
            server.until("/jobs", jobs -> stalledStreams(server) == 250);

            long start = System.nanoTime();
            String other = server.submit(Map.of("source", scene.source(), "budget", 1));
            JsonNode job = server.ended(other);

            assertThat(job.get("state").asString()).isEqualTo("done");
            assertThat(events(server, other, "", Integer.MAX_VALUE)).isNotEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("JettyServerThreadPool"))
                    .count();
            assertThat(threads).isLessThan(100);
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    private static int stalledStreams(JobServer server) {
        try {
            String metrics = new String(server.get("/metrics").body(), StandardCharsets.UTF_8);
            return metrics.lines()
                    .filter(line -> line.startsWith("patchdrop_jobs_streams "))
                    .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void thereAreOnlySoManyStreams() throws IOException, InterruptedException {
        try (JobServer server =
                new JobServer(JobOptions.in(state).withStreams(1), scene.model(), scene.allowed(), PriceList.FREE)) {
            scene.server().setLatency(Duration.ofMillis(50));
            String path = server.submit(Map.of("source", scene.source(), "tau", 1.0));
            HttpResponse<InputStream> first = client.send(
                    HttpRequest.newBuilder(server.address(path + "/events")).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(first.statusCode()).isEqualTo(200);
            HttpResponse<byte[]> refused = server.get(path + "/events");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            server.delete(path);
            assertThat(new String(first.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"state\":\"stopped\"");
            server.until("/jobs", jobs -> stalledStreams(server) == 0);
            assertThat(server.get(path + "/events").statusCode()).isEqualTo(200);
        }
    }
}
