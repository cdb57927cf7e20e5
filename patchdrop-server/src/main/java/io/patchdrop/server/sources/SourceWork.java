package io.patchdrop.server.sources;

import io.javalin.http.Context;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Threads for what waits for the network: few, so that what is slow elsewhere slows nothing else down here. What would have
 * to wait too long is refused, and what takes too long is interrupted.
 */
public final class SourceWork implements AutoCloseable {
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService clock;
    private final Bounds bounds;

    /**
     * How much is done.
     *
     * @param threads requests at a time
     * @param waiting requests that wait besides
     * @param longest time from a request to its answer
     */
    public record Bounds(int threads, int waiting, Duration longest) {
        /** 8 at a time, 32 that wait, 2 minutes. */
        public static final Bounds DEFAULT = new Bounds(8, 32, Duration.ofMinutes(2));
    }

    /** What is done for a request; may block, and ends when it is interrupted. */
    public interface Work<T> {
        /** Does it. */
        T run() throws Exception;
    }

    /** Begins without work. */
    public SourceWork(Bounds bounds) {
        this.bounds = bounds;
        this.threads = new ThreadPoolExecutor(
                bounds.threads(),
                bounds.threads(),
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(bounds.waiting()),
                task -> thread(task, "patchdrop-source-work"));
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> thread(task, "patchdrop-source-clock"));
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Requests that are being worked for or wait. */
    public int inside() {
        return threads.getActiveCount() + threads.getQueue().size();
    }

    /**
     * Answers a request by work, without holding the thread that it came with.
     *
     * @param write writes the answer
     * @throws ProblemException if there is too much work
     */
    public <T> void answer(Context context, Work<T> work, Consumer<T> write) {
        CompletableFuture<T> done = begin(work);
        context.future(() -> done.thenAccept(write));
    }

    private <T> CompletableFuture<T> begin(Work<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Future<?> running = submitted(work, done);
        Future<?> alarm = clock.schedule(
                () -> end(running, done, tooSlow()), bounds.longest().toMillis(), TimeUnit.MILLISECONDS);
        return done.whenComplete((result, failure) -> alarm.cancel(false));
    }

    private <T> Future<?> submitted(Work<T> work, CompletableFuture<T> done) {
        try {
            return threads.submit(() -> {
                try {
                    done.complete(work.run());
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw ProblemException.busy("Too many requests wait for sources", 5);
        }
    }

    /** Answers a request before its work is done, and interrupts that. */
    private void end(Future<?> running, CompletableFuture<?> done, ProblemException why) {
        if (done.completeExceptionally(why)) {
            running.cancel(true);
            threads.purge();
        }
    }

    private ProblemException tooSlow() {
        return new ProblemException(
                Kind.SOURCE_FAILED,
                "The source did not answer everything within "
                        + bounds.longest().toSeconds() + " s",
                "ask for less at once, or make it a job");
    }

    /** Lets what was begun end for a while, then interrupts it. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        clock.shutdownNow();
    }
}
