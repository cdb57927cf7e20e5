package io.patchdrop.imagery.iiif;

import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.ByteSourceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    /** Failures of one call that are told. */
    private static final int MOST_TOLD = 10;

    private final String name;
    private final Predicate<T> isThere;
    private final Work<T> work;
    private final ExecutorService connections;
    /** What is being got; guarded by this object. */
    private final Map<T, CompletableFuture<Void>> underWay = new HashMap<>();

    private boolean closed;

    interface Work<T> {
        void get(T thing) throws IOException;
    }

    /** What one caller begins to get, and what others are getting for it. */
    private record Claim<T>(List<T> own, List<CompletableFuture<Void>> all) {}

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
     * Begins to get what is neither there nor under way. Does not wait.
     *
     * @throws IOException if this is closed
     */
    Order order(Collection<T> wanted) throws IOException {
        return new Order(List.copyOf(wanted));
    }

    /** Things that were ordered. */
    final class Order {
        private final List<T> wanted;
        private final Claim<T> claim;

        private Order(List<T> wanted) throws IOException {
            this.wanted = wanted;
            this.claim = begin(wanted);
        }

        /** What this order began to get; not what was under way for others. */
        List<T> own() {
            return claim.own();
        }

        /**
         * Returns when all things are there.
         *
         * @throws IOException if one cannot be had, or this is closed; those that could be had are there
         */
        void await() throws IOException {
            Claim<T> next = claim;
            while (!next.all().isEmpty()) {
                SideBySide.this.await(next);
                next = begin(wanted);
            }
        }
    }

    private Claim<T> begin(List<T> wanted) throws IOException {
        Claim<T> claim = claim(wanted);
        for (T thing : claim.own()) {
            try {
                connections.execute(() -> get(thing));
            } catch (RejectedExecutionException e) {
                end(thing, new IOException(name + " was closed", e));
            }
        }
        return claim;
    }

    private synchronized Claim<T> claim(List<T> wanted) throws IOException {
        if (closed) {
            throw new IOException(name + " was closed");
        }
        List<T> own = new ArrayList<>();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        Set<T> different = new LinkedHashSet<>(wanted);
        for (T thing : different) {
            // In this order: what arrives meanwhile stays under way until this method is left.
            if (isThere.test(thing)) {
                continue;
            }
            all.add(underWay.computeIfAbsent(thing, each -> {
                own.add(each);
                return new CompletableFuture<>();
            }));
        }
        return new Claim<>(own, all);
    }

    private void get(T thing) {
        try {
            work.get(thing);
            end(thing, null);
        } catch (Throwable e) {
            // Whatever it is: others wait for the end.
            end(thing, e);
        }
    }

    private void end(T thing, @Nullable Throwable failure) {
        CompletableFuture<Void> done;
        synchronized (this) {
            done = underWay.remove(thing);
        }
        if (done == null) {
            return;
        }
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
    }

    private void await(Claim<T> claim) throws IOException {
        List<Throwable> failures = new ArrayList<>();
        for (CompletableFuture<Void> each : claim.all()) {
            try {
                each.get();
            } catch (ExecutionException e) {
                failures.add(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while buying of " + name);
            }
        }
        if (!failures.isEmpty()) {
            throw exception(failures);
        }
    }

    /** The first failure, and some of the others with it. */
    private IOException exception(List<Throwable> failures) {
        IOException first = again(failures.get(0));
        failures.stream().skip(1).limit(MOST_TOLD - 1).forEach(first::addSuppressed);
        return first;
    }

    /** Several callers may get the same failure, so each has its own exception. */
    private IOException again(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ByteSourceException typed) {
            return new ByteSourceException(typed.problem(), message, typed);
        }
        if (failure instanceof UnusableImageException) {
            return new UnusableImageException(message, failure);
        }
        return new IOException(failure instanceof IOException ? message : name + ": " + failure, failure);
    }

    /** Ends what is under way; whoever waits for it gets an exception. */
    @Override
    public void close() {
        List<T> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(underWay.keySet());
        }
        connections.shutdownNow();
        awaitConnections();
        // Those that never got a connection.
        left.forEach(thing -> end(thing, new IOException(name + " was closed")));
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
