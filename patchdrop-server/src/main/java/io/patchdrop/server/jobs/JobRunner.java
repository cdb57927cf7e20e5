package io.patchdrop.server.jobs;

import io.patchdrop.runtime.zoom.ZoomStoppedException;
import io.patchdrop.server.http.Problem;
import io.patchdrop.server.http.Problems;
import io.patchdrop.server.models.Models;
import io.patchdrop.server.models.ServedModel;
import io.patchdrop.server.sources.Sources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs, so many at a time, those that came first before others. */
final class JobRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    /** How long the chips that are at work may take when the server ends; then their requests are broken off. */
    private static final long GRACE_MILLISECONDS = 10_000;

    private final Jobs jobs;
    private final Models models;
    private final Sources sources;
    private final Counts counts;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<JobRun> runs = ConcurrentHashMap.newKeySet();

    /**
     * What is counted.
     *
     * @param chips that were done
     * @param bytes that were taken
     */
    record Counts(DoubleConsumer chips, DoubleConsumer bytes) {}

    /** @param atOnce jobs that run at a time */
    JobRunner(Jobs jobs, Models models, Sources sources, Counts counts, int atOnce) {
        this.jobs = jobs;
        this.models = models;
        this.sources = sources;
        this.counts = counts;
        for (int i = 1; i <= atOnce; i++) {
            Thread thread = new Thread(this::work, "patchdrop-job-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /** Begins with the jobs that wait. */
    void begin() {
        threads.forEach(Thread::start);
    }

    private void work() {
        try {
            for (JobEntry entry = jobs.take(); entry != null; entry = jobs.take()) {
                attempt(entry);
            }
        } catch (InterruptedException e) {
            LOG.atWarn().log("a thread for jobs was interrupted");
        }
    }

    private void attempt(JobEntry entry) {
        try {
            run(entry);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the state of a job could not be kept");
        }
    }

    private void run(JobEntry entry) {
        Job job = entry.job();
        if (entry.stopRequested()) {
            end(entry, JobState.STOPPED, null);
            return;
        }
        LOG.atInfo().addKeyValue("job", job.number()).log("a job begins");
        Optional<String> error;
        try {
            error = attempted(entry);
        } catch (ZoomStoppedException e) {
            if (entry.stopRequested()) {
                end(entry, JobState.STOPPED, null);
            }
            return;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (jobs.closing()) {
                // Broken off, most likely; if not, it fails again when it goes on.
                return;
            }
            error = Optional.of(reason(job, e));
        }
        if (error.isPresent()) {
            end(entry, JobState.FAILED, error.get());
        } else {
            end(entry, JobState.DONE, null);
        }
    }

    private static String reason(Job job, Throwable e) {
        Problem problem = Problems.of(e).problem();
        if (problem.kind() == Problem.Kind.FAILED) {
            LOG.atError().addKeyValue("job", job.number()).setCause(e).log("a job failed");
        }
        return problem.detail();
    }

    /** Runs a job. Returns why it cannot be, if so. */
    private Optional<String> attempted(JobEntry entry) throws IOException {
        Job job = entry.job();
        Optional<ServedModel> model = models.all().stream()
                .filter(each -> each.name().equals(job.model()))
                .findFirst();
        if (model.isEmpty()) {
            return Optional.of(
                    "The model " + job.model() + " is not served any more (serve it, and make the job again)");
        }
        if (!model.get().sha256().equals(job.sha256())) {
            return Optional.of("The model " + job.model()
                    + " is another one than when the job was made (make the job again, or serve that one)");
        }
        jobs.state(entry, JobState.LOOKING, null);
        JobRun run = new JobRun(jobs, entry, model.get(), counts);
        runs.add(run);
        try {
            run.run(sources);
        } finally {
            runs.remove(run);
        }
        return Optional.empty();
    }

    private void end(JobEntry entry, JobState state, @Nullable String error) {
        jobs.state(entry, state, error);
        LOG.atInfo()
                .addKeyValue("job", entry.job().number())
                .addKeyValue("state", state)
                .addKeyValue("bytes", entry.job().progress().bytes())
                .log("a job ended");
    }

    /** Ends when the chips that are at work are done. Jobs that are not go on when the server is started again. */
    @Override
    public void close() {
        jobs.stopTaking();
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLISECONDS);
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
            runs.forEach(JobRun::breakOff);
            for (Thread thread : threads) {
                thread.join(GRACE_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
