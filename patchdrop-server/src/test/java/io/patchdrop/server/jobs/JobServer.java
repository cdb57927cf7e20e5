package io.patchdrop.server.jobs;

import io.javalin.Javalin;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.runtime.RuntimeOptions;
import io.patchdrop.server.http.Exchange;
import io.patchdrop.server.http.Metrics;
import io.patchdrop.server.http.Problems;
import io.patchdrop.server.http.RouteTable;
import io.patchdrop.server.models.ImageOptions;
import io.patchdrop.server.models.Models;
import io.patchdrop.server.models.ServedModel;
import io.patchdrop.server.sources.AllowList;
import io.patchdrop.server.sources.Sources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.server.handler.GracefulHandler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server of nothing but jobs, and its client. */
final class JobServer implements AutoCloseable {
    private static final long PATIENCE_NANOSECONDS = 30_000_000_000L;

    private static final JsonMapper JSON = new JsonMapper();

    private final Metrics metrics = new Metrics();
    private final Models models;
    private final JobService jobs;
    private final Javalin javalin;
    private final HttpClient client = HttpClient.newHttpClient();

    /** @param model is called "model" */
    JobServer(JobOptions options, Path model, List<String> allowed, PriceList prices) {
        models = new Models(List.of(
                ServedModel.load("model", model, ImageOptions.DEFAULT, RuntimeOptions.defaults(), metrics.registry())));
        try {
            jobs = JobService.open(options, models, new Sources(AllowList.of(allowed)), prices, metrics);
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
        RouteTable routes = new RouteTable();
        jobs.add(routes);
        metrics.add(routes);
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.jetty.modifyServer(server -> {
                server.setHandler(new GracefulHandler());
                server.setStopTimeout(10_000);
            });
            routes.addTo(config.routes);
            config.routes.exception(Exception.class, (e, context) -> Exchange.problem(context, Problems.of(e)));
        });
        javalin.start("127.0.0.1", 0);
        jobs.begin();
    }

    static JobServer start(Path state, JobScene scene) {
        return new JobServer(JobOptions.in(state), scene.model(), scene.allowed(), PriceList.FREE);
    }

    int port() {
        return javalin.port();
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    HttpResponse<byte[]> post(Map<String, ?> body) throws IOException, InterruptedException {
        return post("/models/model/jobs", Json.line(body));
    }

    HttpResponse<byte[]> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    int delete(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address(path)).DELETE().build(), BodyHandlers.ofByteArray())
                .statusCode();
    }

    /** Makes a job. Returns its path. */
    String submit(Map<String, ?> body) throws IOException, InterruptedException {
        HttpResponse<byte[]> made = post(body);
        if (made.statusCode() != 202) {
            throw new AssertionError(new String(made.body(), StandardCharsets.UTF_8));
        }
        return made.headers().firstValue("Location").orElseThrow();
    }

    /** Waits until a job has ended. */
    JsonNode ended(String path) throws IOException, InterruptedException {
        return until(path, job -> !job.get("finished").isNull());
    }

    /** Waits for something of a job. */
    JsonNode until(String path, Predicate<JsonNode> condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOSECONDS;
        while (System.nanoTime() < end) {
            JsonNode job = json(path);
            if (condition.test(job)) {
                return job;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("not so: " + json(path));
    }

    @Override
    public void close() throws IOException {
        jobs.stop();
        javalin.stop();
        jobs.close();
        models.close();
        metrics.close();
    }
}
