package io.patchdrop.learn.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Threads for decoding. */
final class Parallel {
    private static final int CHUNK = 16;

    private Parallel() {}

    /** Makes daemon threads with telling names. */
    static ThreadFactory threads(String purpose) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "patchdrop-" + purpose + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Runs a task for 0 to {@code count - 1} and waits for all. After a failure no more are started; of several
     * failures the one of the lowest index is thrown, so that the outcome does not depend on timing.
     */
    static void forEach(int count, int workers, IntConsumer task) {
        ExecutorService executor = Executors.newFixedThreadPool(workers, threads("decode"));
        AtomicInteger end = new AtomicInteger(count);
        try {
            List<Future<?>> chunks = new ArrayList<>();
            for (int start = 0; start < count; start += CHUNK) {
                int from = start;
                chunks.add(executor.submit(() -> {
                    for (int i = from; i < Math.min(from + CHUNK, end.get()); i++) {
                        runOrStopBehind(task, i, end);
                    }
                }));
            }
            for (Future<?> chunk : chunks) {
                join(chunk);
            }
        } finally {
            end.set(0);
            stop(executor);
        }
    }

    /**
     * Waits for an executor's tasks, which the caller has told to finish, and ends its threads. They are not interrupted:
     * that would make them fail in the middle of reading a file.
     */
    static void stop(ExecutorService executor) {
        executor.shutdown();
        boolean interrupted = false;
        boolean stopped = false;
        while (!stopped) {
            try {
                stopped = executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Indices below a failing one still run, so the lowest failure is always found. */
    private static void runOrStopBehind(IntConsumer task, int i, AtomicInteger end) {
        boolean done = false;
        try {
            task.accept(i);
            done = true;
        } finally {
            if (!done) {
                end.accumulateAndGet(i, Math::min);
            }
        }
    }

    /**
     * Waits for a task and passes its failure on.
     *
     * @throws IllegalStateException if the waiting thread is interrupted; its interrupt status stays set
     */
    static <T> T join(Future<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while images were read", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
