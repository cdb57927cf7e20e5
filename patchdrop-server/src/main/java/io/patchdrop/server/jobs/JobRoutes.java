package io.patchdrop.server.jobs;

import io.javalin.http.Context;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.server.http.Exchange;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import io.patchdrop.server.http.RouteTable;
import io.patchdrop.server.models.Models;
import io.patchdrop.server.models.ServedModel;
import io.patchdrop.server.zoom.ZoomOrder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code /jobs}, and {@code POST /models/{name}/jobs}. */
final class JobRoutes {
    /** Bytes of a request: it is kept, and told with each change of its job. */
    private static final int LONGEST_REQUEST = 128 << 10;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final Models models;
    private final Jobs jobs;
    private final EventStreams streams;
    private final DeepZoom deepZoom;
    private final PriceList prices;

    JobRoutes(Models models, Jobs jobs, EventStreams streams, DeepZoom deepZoom, PriceList prices) {
        this.models = models;
        this.jobs = jobs;
        this.streams = streams;
        this.deepZoom = deepZoom;
        this.prices = prices;
    }

    void add(RouteTable routes) {
        routes.post("/models/{name}/jobs", this::submit);
        routes.get(
                "/jobs",
                context -> Exchange.json(
                        context,
                        Map.of(
                                "jobs",
                                jobs.newestFirst().stream().map(Job::fields).toList())));
        routes.get(
                "/jobs/{id}",
                context -> Exchange.json(context, entry(context).job().fields()));
        routes.delete("/jobs/{id}", context -> {
            jobs.delete(entry(context));
            context.status(204);
        });
        routes.get("/jobs/{id}/events", context -> {
            JobEntry entry = entry(context);
            streams.answer(context, entry, new Journal(jobs.folder(entry.job())));
        });
        file(routes, "/jobs/{id}/result", JobRun.RESULT, "application/json", "it is damaged");
        String placeless = "the source does not say where on Earth it lies";
        file(routes, "/jobs/{id}/chips.geojson", "chips.geojson", "application/geo+json", placeless);
        file(routes, "/jobs/{id}/patches.geojson", "patches.geojson", "application/geo+json", placeless);
        file(routes, "/jobs/{id}/overlay.png", "overlay.png", "image/png", "the server has no fonts to draw with");
        routes.get("/jobs/{id}/image.dzi", context -> context.contentType("application/xml")
                .result(DeepZoom.description(jobs.folder(entry(context).job()))));
        routes.get("/jobs/{id}/image_files/{level}/{column}_{row}.png", this::tile);
    }

    /** What a request names; its text is only looked up. */
    private JobEntry entry(Context context) {
        return jobs.find(context.pathParam("id"))
                .orElseThrow(() ->
                        new ProblemException(Kind.NOT_FOUND, "There is no such job", "ask /jobs which there are"));
    }

    private void submit(Context context) throws IOException {
        ServedModel model = models.get(context.pathParam("name"));
        if (context.bodyAsBytes().length > LONGEST_REQUEST) {
            throw new ProblemException(
                    Kind.TOO_LARGE,
                    "The request has more than " + LONGEST_REQUEST + " bytes",
                    "give fewer windows or boxes, and a chip size that cuts them");
        }
        ZoomOrder order = ZoomOrder.of(Exchange.body(context));
        // What it costs is said now: the server may be started again with other prices.
        ZoomOrder priced = prices.equals(PriceList.FREE) ? order : order.withPrices(prices);
        Job job = jobs.submit(model, priced.fields()).job();
        Exchange.json(context, job.fields());
        context.status(202).header("Location", "/jobs/" + job.id());
    }

    private void file(RouteTable routes, String path, String name, String type, String whyNot) {
        routes.get(path, context -> {
            Job job = entry(context).job();
            if (job.state() != JobState.DONE) {
                throw new ProblemException(
                        Kind.CONFLICT,
                        "The job is not done: it is " + job.state(),
                        job.state().ended() ? "make it again" : "wait for it");
            }
            try {
                FileParts parts = FileParts.open(jobs.folder(job).resolve(name));
                context.res().setContentType(type);
                context.res().setContentLengthLong(parts.length());
                PacedBody.send(context, parts);
            } catch (NoSuchFileException e) {
                throw new ProblemException(Kind.NOT_FOUND, "The job has no such file", whyNot);
            }
        });
    }

    private void tile(Context context) throws IOException {
        Job job = entry(context).job();
        DeepZoom.Tile tile =
                new DeepZoom.Tile(number(context, "level"), number(context, "column"), number(context, "row"));
        var png = deepZoom.tile(job, jobs.folder(job), tile);
        context.future(
                () -> png.thenAccept(bytes -> context.contentType("image/png").result(bytes)));
    }

    private static int number(Context context, String name) {
        String text = context.pathParam(name);
        if (!NUMBER.matcher(text).matches()) {
            throw DeepZoom.missing();
        }
        return Integer.parseInt(text);
    }
}
