package io.patchdrop.server.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.server.http.Metrics;
import io.patchdrop.server.http.RouteTable;
import io.patchdrop.server.models.Models;
import io.patchdrop.server.sources.Sources;
import java.io.IOException;

/** Jobs of a server: what keeps them, runs them and tells of them. */
public final class JobService implements AutoCloseable {
    private final Jobs jobs;
    private final EventStreams streams;
    private final DeepZoom deepZoom = new DeepZoom();
    private final JobRunner runner;
    private final JobRoutes routes;

    private JobService(
            JobOptions options, Models models, Sources sources, PriceList prices, Metrics metrics, Jobs jobs) {
        this.jobs = jobs;
        this.streams = new EventStreams(options.streams());
        for (JobState state : JobState.values()) {
            Gauge.builder("patchdrop.jobs", () -> jobs.count(state))
                    .description("Jobs that are kept")
                    .tag("state", state.toString())
                    .register(metrics.registry());
        }
        metrics.gauge("patchdrop.jobs.streams", "Streams of events that are open", streams::open);
        JobRunner.Counts counts = new JobRunner.Counts(
                Counter.builder("patchdrop.jobs.chips")
                        .description("Chips of jobs that were done")
                        .register(metrics.registry())::increment,
                Counter.builder("patchdrop.jobs.bytes")
                        .description("Bytes that were taken for jobs")
                        .register(metrics.registry())::increment);
        this.routes = new JobRoutes(models, jobs, streams, deepZoom, prices);
        this.runner = new JobRunner(jobs, models, sources, counts, options.atOnce());
    }

    /**
     * Opens the jobs of a folder. None is run before {@link #begin}.
     *
     * @param prices of jobs that do not say theirs
     * @throws io.patchdrop.core.InvalidInputException if the folder is used by another server, cannot be written or is damaged
     */
    public static JobService open(
            JobOptions options, Models models, Sources sources, PriceList prices, Metrics metrics) {
        return new JobService(options, models, sources, prices, metrics, Jobs.open(options));
    }

    /** Goes on with the jobs that have not ended, and runs those that come. */
    public void begin() {
        runner.begin();
    }

    /** Adds the routes. */
    public void add(RouteTable table) {
        routes.add(table);
    }

    /** Takes no more jobs, begins none, and ends the streams of events, which would keep the server from ending. */
    public void stop() {
        jobs.stopTaking();
        streams.close();
    }

    /** Waits until the chips that are at work are done. Jobs that are not go on when the folder is opened again. */
    @Override
    public void close() throws IOException {
        stop();
        runner.close();
        deepZoom.close();
        jobs.close();
    }
}
