package io.patchdrop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PatchDropClientTest {
    private static final String ANSWER =
            "{\"image\":\"image\",\"class\":\"ring\",\"confidence\":0.75,\"patches\":[5,2],"
                    + "\"probabilities\":{\"ring\":0.75,\"cross\":0.25}}";

    private static final byte[] IMAGE = {1, 2, 3};

    private static String problem(int status, String code, String detail) {
        return "{\"type\":\"about:blank\",\"title\":\"T\",\"status\":" + status + ",\"detail\":\"" + detail
                + "\",\"code\":\"" + code + "\"}";
    }

    private static String job(String state, int zoomed) {
        return "{\"id\":\"j1\",\"model\":\"m\",\"state\":\"" + state + "\",\"created\":\"2026-01-02T03:04:05Z\","
                + "\"started\":null,\"finished\":null,\"request\":{\"source\":\"a.tif\"},\"chips\":null,\"looked\":0,"
                + "\"zoomed\":" + zoomed + ",\"bytes\":0,\"requests\":0,\"price\":0,\"full_bytes\":null,"
                + "\"full_price\":null,\"width\":null,\"height\":null,\"error\":null}";
    }

    @Test
    void answersAreReadAndUnknownFieldsIgnored() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer().json(200, ANSWER.replace("\"class\"", "\"new\":{\"x\":[1]},\"class\""));
                PatchDropClient client = new PatchDropClient(server.options().withToken("a-token-of-length"))) {
            Answer answer = client.classify("a model/é", IMAGE, Choice.patches(2));
            assertThat(answer).isEqualTo(new Answer("ring", 0.75, List.of(5, 2), Map.of("ring", 0.75, "cross", 0.25)));
            assertThat(answer.probabilities().keySet()).containsExactly("ring", "cross");
            ScriptedServer.Request request = server.requests().get(0);
            assertThat(request.target()).isEqualTo("/models/a%20model%2F%C3%A9/classify?budget=2");
            assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer a-token-of-length");
            assertThat(request.body()).isEqualTo(new String(IMAGE, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aPathOfTheAddressIsKept() throws IOException {
        try (ScriptedServer server = new ScriptedServer().json(200, "{\"jobs\":[]}")) {
            try (PatchDropClient client = PatchDropClient.at(server.options().address() + "/behind/")) {
                assertThat(client.jobs()).isEmpty();
            }
            assertThat(server.requests().get(0).target()).isEqualTo("/behind/jobs");
        }
    }

    @Test
    void whatIsRefusedForNowIsSentAgainWhenTheServerSays() throws IOException {
        try (ScriptedServer server = new ScriptedServer()
                        .json(429, problem(429, "busy", "much to do"), "Retry-After", "1")
                        .json(503, problem(503, "stopping", "stopping"))
                        .json(200, ANSWER);
                PatchDropClient client = new PatchDropClient(server.options())) {
            assertThat(client.classify("m", IMAGE).className()).isEqualTo("ring");
            List<ScriptedServer.Request> requests = server.requests();
            assertThat(requests).hasSize(3);
            assertThat(requests).allMatch(request -> request.body().length() == IMAGE.length);
            long pause = requests.get(1).nanoTime() - requests.get(0).nanoTime();
            assertThat(pause).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void whatStaysRefusedIsGivenUp() throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            for (int i = 0; i < 3; i++) {
                server.json(429, problem(429, "busy", "much to do"), "Retry-After", "0");
            }
            server.json(429, problem(429, "busy", "far too long"), "Retry-After", "3600");
            try (PatchDropClient client = new PatchDropClient(server.options().withRetries(2, Duration.ofSeconds(9)))) {
                assertThat(refusal(client).detail()).isEqualTo("much to do");
                assertThat(server.requests()).hasSize(3);
                assertThat(refusal(client).detail()).isEqualTo("far too long");
                assertThat(server.requests()).hasSize(4);
            }
        }
    }

    private static PatchDropException refusal(PatchDropClient client) {
        return catchThrowableOfType(PatchDropException.class, () -> client.job("j1"));
    }

    @Test
    void otherProblemsAreToldAtOnce() throws IOException {
        try (ScriptedServer server = new ScriptedServer()
                        .json(404, problem(404, "not_found", "no such job (see /jobs)"))
                        .reply(502, "text/html", "<html>\n bad   gateway", false, Duration.ZERO)
                        .json(200, "[not json");
                PatchDropClient client = new PatchDropClient(server.options())) {
            PatchDropException missing = refusal(client);
            assertThat(missing.status()).isEqualTo(404);
            assertThat(missing.code()).isEqualTo("not_found");
            assertThat(missing.detail()).isEqualTo("no such job (see /jobs)");
            assertThat(missing).hasMessage("no such job (see /jobs) [404 not_found]");
            PatchDropException proxy = refusal(client);
            assertThat(proxy.code()).isEqualTo("http_502");
            assertThat(proxy.detail()).isEqualTo("<html> bad gateway");
            assertThat(refusal(client).code()).isEqualTo(PatchDropException.BAD_ANSWER);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void aServerThatIsAwayOrSlowIsToldAsSuch() throws IOException {
        ClientOptions gone;
        try (ScriptedServer server = new ScriptedServer().late(Duration.ofSeconds(5))) {
            gone = server.options();
            try (PatchDropClient client = new PatchDropClient(gone.withTimeout(Duration.ofMillis(200)))) {
                assertThat(refusal(client).code()).isEqualTo(PatchDropException.TIMEOUT);
            }
        }
        try (PatchDropClient client = new PatchDropClient(gone)) {
            assertThat(refusal(client).code()).isEqualTo(PatchDropException.UNREACHABLE);
            assertThat(refusal(client).status()).isZero();
            assertThat(client.isReady()).isFalse();
        }
    }

    @Test
    void aClosedClientTakesNoCalls() {
        PatchDropClient client = PatchDropClient.at("http://127.0.0.1:1");
        client.close();
        assertThatThrownBy(client::models).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void severalFilesAreAForm(@TempDir Path folder) throws IOException {
        Path first = Files.write(folder.resolve("a \"b\".png"), IMAGE);
        Path second = Files.writeString(folder.resolve("c.png"), "second");
        String answers = "{\"answers\":[" + ANSWER + ",{\"image\":\"c.png\",\"error\":\"no image (send one)\"}]}";
        try (ScriptedServer server = new ScriptedServer().json(200, answers);
                PatchDropClient client = new PatchDropClient(server.options())) {
            List<ImageResult> results = client.classify("m", List.of(first, second), Choice.confidence(0.9));
            assertThat(results.get(0).answer().map(Answer::className)).hasValue("ring");
            assertThat(results.get(1))
                    .isEqualTo(new ImageResult("c.png", Optional.empty(), Optional.of("no image (send one)")));
            ScriptedServer.Request request = server.requests().get(0);
            String boundary = request.headers().getFirst("Content-Type").replaceFirst(".*boundary=", "");
            assertThat(request.body().split("--" + boundary, -1))
                    .containsExactly(
                            "",
                            part("a %22b%22.png", new String(IMAGE, StandardCharsets.ISO_8859_1)),
                            part("c.png", "second"),
                            "--\r\n");
        }
    }

    private static String part(String name, String content) {
        return "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n";
    }

    @Test
    void manyFilesAreSeveralRequests(@TempDir Path folder) throws IOException {
        List<Path> images = new ArrayList<>();
        for (int i = 0; i < 33; i++) {
            images.add(Files.write(folder.resolve(i + ".png"), IMAGE));
        }
        String many = "{\"answers\":[" + String.join(",", Collections.nCopies(32, ANSWER)) + "]}";
        try (ScriptedServer server =
                        new ScriptedServer().json(200, many).json(415, problem(415, "unsupported_image", "no image"));
                PatchDropClient client = new PatchDropClient(server.options())) {
            List<ImageResult> results = client.classify("m", images);
            assertThat(results).hasSize(33);
            assertThat(results.get(32)).isEqualTo(new ImageResult("32.png", Optional.empty(), Optional.of("no image")));
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void jobsAreReadWithWhatIsNotKnownYet() throws IOException {
        try (ScriptedServer server = new ScriptedServer()
                        .json(202, job("waiting", 0))
                        .json(200, job("of the future", 0).replace("\"chips\":null", "\"chips\":7"));
                PatchDropClient client = new PatchDropClient(server.options())) {
            ZoomOrder order = ZoomOrder.of("a.tif")
                    .window(0, 0, 64, 64)
                    .window(64, 0, 64, 64)
                    .choose(Choice.confidence(0.5))
                    .choose(Choice.patches(3))
                    .prices(Map.of("per_gigabyte", 0.09))
                    .rescale(new double[] {0, 3000});
            Job job = client.startJob("m", order);
            assertThat(job.state()).isEqualTo(Job.State.WAITING);
            assertThat(job.created()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
            assertThat(job.started()).isEmpty();
            assertThat(job.chips()).isEmpty();
            assertThat(job.fullPrice()).isEqualTo(OptionalDouble.empty());
            assertThat(Answers.tree(server.requests().get(0).body().getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(
                            Answers.tree(("{\"source\":\"a.tif\",\"windows\":[[0,0,64,64],[64,0,64,64]],\"budget\":3,"
                                            + "\"prices\":{\"per_gigabyte\":0.09},\"rescale\":[[0.0,3000.0]]}")
                                    .getBytes(StandardCharsets.UTF_8)));
            Job unknown = client.job("j1");
            assertThat(unknown.state()).isEqualTo(Job.State.UNKNOWN);
            assertThat(unknown.chips()).isEqualTo(OptionalInt.of(7));
        }
    }

    @Test
    void aJobIsWaitedFor() throws IOException {
        try (ScriptedServer server = new ScriptedServer()
                        .json(200, job("waiting", 0))
                        .json(200, job("zooming", 1))
                        .json(200, job("done", 2));
                PatchDropClient client = new PatchDropClient(server.options())) {
            assertThat(client.await("j1").zoomed()).isEqualTo(2);
            server.json(200, job("zooming", 1));
            assertThatThrownBy(() -> client.await("j1", Duration.ofMillis(50)))
                    .isInstanceOfSatisfying(
                            PatchDropException.class, e -> assertThat(e.code()).isEqualTo(PatchDropException.TIMEOUT));
        }
    }

    @Test
    void eventsGoOnAfterTheLastThatCame() throws IOException {
        String first =
                ": hello\n\nid: 1\nevent: job\ndata: " + job("zooming", 0) + "\n\nid: 2\nevent: chips\r\ndata: [\n"
                        + "data: {\"chip\":4,\"window\":[0,0,64,64],\"outcome\":\"zoomed\",\"class\":\"ring\",\"confidence\":1,"
                        + "\"patches\":[1],\"bytes\":9,\"requests\":1,\"price\":0,\"probabilities\":{}}\ndata: ]\n\n"
                        + "id: 3\nevent: job\ndata: half of it";
        String second = "event: later\ndata: unknown\n\nid: 3\nevent: job\ndata: " + job("done", 1) + "\n\n";
        try (ScriptedServer server = new ScriptedServer()
                        .events(first, true)
                        .events("", false)
                        .json(503, problem(503, "stopping", "restarting"))
                        .events(second, false);
                PatchDropClient client = new PatchDropClient(server.options());
                JobEvents events = client.events("j1")) {
            List<JobEvent> all = new ArrayList<>();
            events.forEachRemaining(all::add);
            assertThat(all).hasSize(3);
            assertThat(all.get(0)).isInstanceOfSatisfying(JobEvent.Changed.class, event -> assertThat(
                            event.job().state())
                    .isEqualTo(Job.State.ZOOMING));
            assertThat(all.get(1)).isInstanceOfSatisfying(JobEvent.Answered.class, event -> assertThat(
                            event.chips().get(0).className())
                    .hasValue("ring"));
            assertThat(all.get(2)).isInstanceOfSatisfying(JobEvent.Changed.class, event -> assertThat(
                            event.job().state())
                    .isEqualTo(Job.State.DONE));
            assertThat(server.requests().stream()
                            .map(request ->
                                    Optional.ofNullable(request.headers().getFirst("Last-Event-ID"))))
                    .containsExactly(Optional.empty(), Optional.of("2"), Optional.of("2"), Optional.of("2"));
        }
    }

    @Test
    void eventsEndWhereThereAreNoMore() throws IOException {
        try (ScriptedServer server = new ScriptedServer()
                        .events("id: 7\nevent: job\ndata: " + job("zooming", 1) + "\n\n", true)
                        .reply(204, "text/event-stream", "", false, Duration.ZERO);
                PatchDropClient client = new PatchDropClient(server.options());
                JobEvents events = client.events("j1")) {
            events.next();
            assertThat(events.hasNext()).isFalse();
        }
    }

    @Test
    void eventsOfAServerThatStaysAwayEnd() throws IOException {
        try (ScriptedServer server = new ScriptedServer();
                PatchDropClient client = new PatchDropClient(server.options().withRetries(2, Duration.ofMillis(10)))) {
            server.events("", false).events("", false).events("", false);
            assertThatThrownBy(() -> client.events("j1").hasNext()).isInstanceOf(PatchDropException.class);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void closingEventsEndsTheWait() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                        .reply(200, "text/event-stream", ": begun\n\n", true, Duration.ofSeconds(20));
                PatchDropClient client = new PatchDropClient(server.options())) {
            JobEvents events = client.events("j1");
            CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(events::hasNext);
            while (server.requests().isEmpty()) {
                Thread.sleep(10);
            }
            Thread.sleep(200);
            events.close();
            assertThat(more.get(5, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void pausesFollowTheServer() {
        assertThat(Pauses.milliseconds("3")).hasValue(3000L);
        assertThat(Pauses.milliseconds("soon")).isEmpty();
        assertThat(Pauses.milliseconds("Thu, 01 Jan 1970 00:00:00 GMT")).hasValue(0L);
        assertThat(Pauses.growing(0, Duration.ofSeconds(2))).isEqualTo(250);
        assertThat(Pauses.growing(2, Duration.ofSeconds(2))).isEqualTo(1000);
        assertThat(Pauses.growing(99, Duration.ofSeconds(2))).isEqualTo(2000);
    }

    @Test
    void optionsAreCheckedAndHideTheToken() {
        assertThatThrownBy(() -> ClientOptions.of("file:/x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClientOptions.of("http://a/?b=c")).isInstanceOf(IllegalArgumentException.class);
        assertThat(ClientOptions.of("http://a").withToken("very-secret"))
                .asString()
                .doesNotContain("very-secret");
    }
}
