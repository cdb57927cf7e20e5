package io.patchdrop.imagery.iiif;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gets things that are not there yet, several at the same time and each once, whichever threads ask for them.
 *
 * @param <T> what things are told apart by
 */
final class SideBySide<T> implements AutoCloseable {
    private final String name;
    private final Predicate<T> isThere;
    private final Work<T> work;
    private final ExecutorService connections;
    /** What is being got; guarded by this object. */
    private final Set<T> underWay = new HashSet<>();

    interface Work<T> {
        void get(T thing) throws IOException;
    }

    /**
     * @param name of where things come from, for messages
     * @param isThere whether a thing need not be got
     * @param work gets a thing; afterwards it is there
     */
    SideBySide(String name, int connections, Predicate<T> isThere, Work<T> work) {
        this.name = name;
        this.isThere = isThere;
        this.work = work;
        AtomicInteger number = new AtomicInteger();
        this.connections = Executors.newFixedThreadPool(connections, run -> {
            Thread thread = new Thread(run, "patchdrop-iiif-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Returns when all things are there.
     *
     * @throws IOException if one cannot be had, or this is closed; those that could be had are there
     */
    void run(Collection<T> wanted) throws IOException {
        List<T> mine = claim(wanted);
        while (!mine.isEmpty()) {
            getAll(mine);
            mine = claim(wanted);
        }
    }

    /** What must be got now, after waiting for others who get something of it; none if all is there. */
    private synchronized List<T> claim(Collection<T> wanted) throws IOException {
        while (true) {
            Set<T> missing = new LinkedHashSet<>(wanted);
            missing.removeIf(isThere);
            List<T> mine =
                    missing.stream().filter(each -> !underWay.contains(each)).toList();
            if (!mine.isEmpty() || missing.isEmpty()) {
                underWay.addAll(mine);
                return mine;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private void getAll(List<T> things) throws IOException {
        List<Future<?>> sent = new ArrayList<>();
        IOException failure = null;
        for (T thing : things) {
            try {
                sent.add(connections.submit(() -> {
                    get(thing);
                    return null;
                }));
            } catch (RejectedExecutionException e) {
                release(thing);
                failure = closed(e);
            }
        }
        for (Future<?> each : sent) {
            failure = joined(each, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void get(T thing) throws IOException {
        try {
            work.get(thing);
        } finally {
            release(thing);
        }
    }

    private synchronized void release(T thing) {
        underWay.remove(thing);
        notifyAll();
    }

    private @Nullable IOException joined(Future<?> sent, @Nullable IOException before) {
        IOException failure;
        try {
            sent.get();
            return before;
        } catch (ExecutionException e) {
            failure = e.getCause() instanceof IOException io ? io : new IOException(name + ": " + e.getCause(), e);
        } catch (CancellationException e) {
            failure = closed(e);
        } catch (InterruptedException e) {
            failure = interrupted(e);
        }
        if (before == null) {
            return failure;
        }
        if (before != failure) {
            before.addSuppressed(failure);
        }
        return before;
    }

    private IOException closed(RuntimeException cause) {
        return new IOException(name + " was closed", cause);
    }

    private IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while buying of " + name, cause);
    }

    /** Interrupts what is under way; whoever waits for it gets an exception. */
    @Override
    public void close() {
        List<Runnable> waiting = connections.shutdownNow();
        for (Runnable each : waiting) {
            if (each instanceof Future<?> future) {
                future.cancel(false);
            }
        }
        awaitConnections();
        synchronized (this) {
            underWay.clear();
            notifyAll();
        }
    }

    /** What has just arrived is paid for, so it should be kept. */
    private void awaitConnections() {
        try {
            if (!connections.awaitTermination(1, TimeUnit.SECONDS)) {
                connections.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
