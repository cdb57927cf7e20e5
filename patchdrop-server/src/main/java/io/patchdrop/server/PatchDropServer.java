package io.patchdrop.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.DecodingLimits;
import io.patchdrop.runtime.RuntimeOptions;
import io.patchdrop.server.http.Access;
import io.patchdrop.server.http.EarlyRefusal;
import io.patchdrop.server.http.Exchange;
import io.patchdrop.server.http.Guard;
import io.patchdrop.server.http.Metrics;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import io.patchdrop.server.http.Problems;
import io.patchdrop.server.http.RouteTable;
import io.patchdrop.server.http.Spool;
import io.patchdrop.server.http.Uploads;
import io.patchdrop.server.jobs.JobService;
import io.patchdrop.server.models.ModelRoutes;
import io.patchdrop.server.models.Models;
import io.patchdrop.server.models.SampleRoutes;
import io.patchdrop.server.models.ServedModel;
import io.patchdrop.server.page.PageRoutes;
import io.patchdrop.server.sources.OpenSources;
import io.patchdrop.server.sources.SourceOptions;
import io.patchdrop.server.sources.SourceRoutes;
import io.patchdrop.server.sources.SourceWork;
import io.patchdrop.server.sources.Sources;
import io.patchdrop.server.zoom.ZoomRoutes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that runs from {@link #start} to {@link #close}. */
public final class PatchDropServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PatchDropServer.class);

    private static final int THREADS = 8;

    /** While sources are waited for, which have two minutes, nothing is sent or read. */
    private static final long LONGEST_WORK_MILLISECONDS = 150_000;

    /** Most images are read at once: each further read is another wait for a thread. */
    private static final int INPUT_BUFFER = 1 << 16;

    private static final int LONGEST_ANSWER = 8_000_000;
    private static final long ALL_ANSWERS = 256_000_000;

    /** Longest time that what was accepted is waited for at the end. */
    private static final long GRACE_MILLISECONDS = 30_000;

    /** What Jetty has for connections that are idle by then. */
    private static final long STOP_MILLISECONDS = 5_000;

    private final ServerOptions options;
    private final Metrics metrics = new Metrics();
    private final RouteTable routes = new RouteTable();
    private final Guard guard;
    /** Few: none of them waits for a model, a source or a body. */
    private final QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    /** What is to be closed, the last first. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Optional<JobService> jobs = Optional.empty();
    private final Javalin javalin;

    private PatchDropServer(ServerOptions options) {
        this.options = options;
        this.guard = new Guard(new Access(options.token()), metrics);
        parts.push(metrics);
        try {
            Models models = models();
            ModelRoutes modelRoutes = new ModelRoutes(
                    models, DecodingLimits.DEFAULT.withPixels(options.limits().pixels()));
            parts.push(modelRoutes);
            addHealth();
            metrics.add(routes);
            modelRoutes.add(routes);
            new SampleRoutes().add(routes);
            addSources(models);
            new PageRoutes().add(routes);
            new OpenApi().add(routes);
            this.javalin = Javalin.create(config -> configure(config, models));
        } catch (RuntimeException e) {
            closeParts();
            throw e;
        }
    }

    private void addSources(Models models) {
        SourceOptions of = options.sources();
        Sources sources = new Sources(of.allowed());
        OpenSources open = new OpenSources(sources, of.open());
        parts.push(open);
        SourceWork work = new SourceWork(of.work());
        parts.push(work);
        metrics.gauge("patchdrop.sources.open", "Images that are open", open::open);
        metrics.gauge("patchdrop.sources.requests.inside", "Requests that wait for sources", work::inside);
        new SourceRoutes(sources, open, work).add(routes);
        new ZoomRoutes(models, open, work, metrics.registry(), of.prices(), of.chips()).add(routes);
        jobs = options.jobs().map(jobs -> JobService.open(jobs, models, sources, of.prices(), metrics));
        jobs.ifPresent(service -> {
            parts.push(service);
            service.add(routes);
        });
    }

    private Models models() {
        List<ServedModel> loaded = new ArrayList<>();
        options.models().forEach((name, file) -> {
            ServedModel model =
                    ServedModel.load(name, file, options.images(), RuntimeOptions.defaults(), metrics.registry());
            parts.push(model);
            loaded.add(model);
        });
        return new Models(loaded);
    }

    /**
     * Loads the models and listens.
     *
     * @throws InvalidInputException if a model cannot be loaded or the address cannot be listened at
     */
    public static PatchDropServer start(ServerOptions options) {
        PatchDropServer server = new PatchDropServer(options);
        try {
            server.javalin.start(options.host(), options.port());
            server.jobs.ifPresent(JobService::begin);
        } catch (RuntimeException e) {
            server.close();
            throw new InvalidInputException(
                    "Cannot listen at " + options.host() + ":" + options.port(), "give another --host or --port", e);
        }
        LOG.atInfo().addKeyValue("address", server.address()).log("serving");
        return server;
    }

    private void addHealth() {
        routes.get("/health/live", context -> Exchange.json(context, Map.of("status", "up")));
        // While the server stops, the guard answers that it does.
        routes.get("/health/ready", context -> Exchange.json(context, Map.of("status", "ready")));
    }

    /** Where it is, such as {@code http://127.0.0.1:8080}. */
    public String address() {
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return "http://" + host + ":" + javalin.port();
    }

    /** All routes, each as {@code get /models/{name}}. */
    List<String> routes() {
        return routes.names();
    }

    private void configure(JavalinConfig config, Models models) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = options.limits().body();
        config.jetty.multipartConfig.maxInMemoryFileSize(
                (int) options.limits().body(), io.javalin.config.SizeUnit.BYTES);
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setInputBufferSize(INPUT_BUFFER);
            http.setIdleTimeout(LONGEST_WORK_MILLISECONDS);
        });
        config.jetty.modifyServer(server -> surround(server, models));
        routes.addTo(config.routes);
        config.routes.exception(HttpResponseException.class, (e, context) -> Exchange.problem(context, problem(e)));
        config.routes.exception(Exception.class, (e, context) -> {
            ProblemException problem = Problems.of(e);
            if (problem.problem().kind() == Kind.FAILED) {
                LOG.atError().setCause(e).log("a request failed");
            }
            Exchange.problem(context, problem);
        });
    }

    /** Puts before Javalin what every request has to pass, from outside to inside. */
    private void surround(Server server, Models models) {
        Spool spool = new Spool(LONGEST_ANSWER, ALL_ANSWERS);
        Uploads uploads = new Uploads(options.limits());
        metrics.gauge("patchdrop.answers.bytes", "Answers that are on their way", spool::held);
        metrics.gauge("patchdrop.uploads.bytes", "Bodies that are in memory", uploads::held);
        Handler.Singleton outer = server;
        for (Handler.Wrapper handler :
                List.of(new GracefulHandler(), guard, spool, new EarlyRefusal(models::refusal), uploads)) {
            outer.setHandler(handler);
            outer = handler;
        }
        server.setStopTimeout(STOP_MILLISECONDS);
        server.addBean(new NetworkConnectionLimit(options.limits().connections(), server));
    }

    private static ProblemException problem(HttpResponseException e) {
        return switch (e.getStatus()) {
            case 404 -> new ProblemException(Kind.NOT_FOUND, "There is nothing at this address", "see /openapi.json");
            case 405 ->
                new ProblemException(Kind.METHOD_NOT_ALLOWED, "This address takes no such method", "see /openapi.json");
            case 413 -> new ProblemException(Kind.TOO_LARGE, "The body is too large", "send less at once");
            default -> new ProblemException(Kind.BAD_REQUEST, "The request cannot be used", "see /openapi.json");
        };
    }

    /** Takes no more requests, finishes those it has accepted, and ends. */
    @Override
    public void close() {
        jobs.ifPresent(JobService::stop);
        boolean ended = guard.drain(Duration.ofMillis(GRACE_MILLISECONDS));
        try {
            javalin.stop();
        } catch (RuntimeException e) {
            ended = false;
        }
        if (!ended) {
            LOG.atWarn().log("not all requests ended in time");
        }
        closeParts();
    }

    private void closeParts() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.atError().setCause(e).log("closing failed");
            }
        }
    }
}
