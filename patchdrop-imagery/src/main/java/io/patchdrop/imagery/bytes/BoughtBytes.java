package io.patchdrop.imagery.bytes;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a source, bought before they are used and never twice, whichever threads ask for them: who wants bytes that
 * are under way waits for them, and shares the failure if they cannot be had. Requests of one call are sent side by side.
 * What has arrived is kept even if another request fails, or the caller is interrupted.
 */
public final class BoughtBytes implements AutoCloseable {
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final ByteSource source;
    private final RangeStore store;
    private final BuyingOptions options;
    private final ExecutorService connections;
    private final long requestsBefore;
    private final long bytesBefore;
    /** What is being fetched, by its offset; no two overlap. Guarded by this object. */
    private final TreeMap<Long, Purchase> underWay = new TreeMap<>();

    private boolean closed;

    /** One request; {@code done} when its bytes are in the store and it is no longer under way. */
    private record Purchase(ByteRange range, CompletableFuture<Void> done) {}

    /** What one caller waits for: its own requests, still to be sent, and those of others. */
    private record Claim(List<Purchase> own, Set<Purchase> others) {}

    /** Takes over source and store: they are closed with it. */
    public BoughtBytes(ByteSource source, RangeStore store, BuyingOptions options) {
        this.source = source;
        this.store = store;
        this.options = options;
        this.requestsBefore = store.requests();
        this.bytesBefore = store.bytes();
        AtomicInteger number = new AtomicInteger();
        this.connections = Executors.newFixedThreadPool(options.connections(), work -> {
            Thread thread = new Thread(work, "patchdrop-bytes-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The source's name. */
    public String name() {
        return source.name();
    }

    /** The source's length. */
    public long length() throws IOException {
        return source.length();
    }

    /** The source's version. */
    public String version() throws IOException {
        return source.version();
    }

    /** The source's ledger. */
    public Ledger ledger() {
        return source.ledger();
    }

    /** What is kept. */
    RangeStore store() {
        return store;
    }

    /** How many requests brought what was kept before. */
    public long requestsBefore() {
        return requestsBefore;
    }

    /** How many bytes were kept before. */
    public long bytesBefore() {
        return bytesBefore;
    }

    /**
     * The bytes of a range, of those bought before or now.
     *
     * @param offset at least 0; from the file's end on there is nothing
     * @param length at least 1
     * @return as many bytes, fewer only where the file ends
     * @throws ByteSourceException if they cannot be had
     */
    public byte[] read(long offset, int length) throws IOException {
        if (offset > Long.MAX_VALUE - length) {
            return new byte[0];
        }
        ByteRange wanted = new ByteRange(offset, length);
        if (!owns(wanted)) {
            long end = Math.min(wanted.end(), source.length());
            if (end <= offset) {
                return new byte[0];
            }
            wanted = ByteRange.between(offset, end);
            buy(List.of(wanted));
        }
        return store.get(wanted);
    }

    /**
     * Bytes that were bought.
     *
     * @throws IllegalStateException if one of them was not
     */
    public byte[] get(ByteRange range) {
        return store.get(range);
    }

    /** Whether all bytes of a range were bought. */
    public boolean owns(ByteRange range) {
        return store.missing(range).isEmpty();
    }

    /** The requests that {@link #buy} would send now if nothing is under way. */
    public List<ByteRange> plan(Collection<ByteRange> wanted) {
        return requests(wanted, store::missing, store::lacks, options);
    }

    /** Purchases that are only thought of. */
    public Rehearsal rehearsal() {
        return new Rehearsal(store.owned(), options);
    }

    /** Bytes between two wanted ranges are fetched along only if none of them is there: never twice. */
    private static List<ByteRange> requests(
            Collection<ByteRange> wanted,
            Function<ByteRange, List<ByteRange>> missing,
            Predicate<ByteRange> lacks,
            BuyingOptions options) {
        List<ByteRange> parts =
                wanted.stream().flatMap(range -> missing.apply(range).stream()).toList();
        return RangePlan.merge(parts, options.gap(), options.longest(), lacks);
    }

    /**
     * Buys what is missing of some ranges, all inside the file, and returns when everything is there.
     *
     * @throws ByteSourceException if something cannot be had; all that could be had was bought
     */
    public void buy(Collection<ByteRange> wanted) throws IOException {
        order(wanted).await();
    }

    /**
     * Begins to buy what is missing of some ranges, all inside the file, and is not under way. Does not wait.
     *
     * @throws ByteSourceException if a range is too long to be kept
     */
    public Order order(Collection<ByteRange> wanted) throws IOException {
        for (ByteRange range : wanted) {
            if (range.length() > LONGEST_ARRAY) {
                throw new ByteSourceException(
                        Problem.BAD_ANSWER, name() + ": " + range.length() + " bytes are too many for one part", null);
            }
        }
        return new Order(List.copyOf(wanted));
    }

    /** Ranges that were ordered. */
    public final class Order {
        private final List<ByteRange> wanted;
        private final Claim claim;

        private Order(List<ByteRange> wanted) throws IOException {
            this.wanted = wanted;
            this.claim = claim(wanted);
            claim.own().forEach(BoughtBytes.this::send);
        }

        /** The requests that were sent for this order; not those that were under way for others. */
        public List<ByteRange> requests() {
            return claim.own().stream().map(Purchase::range).toList();
        }

        /**
         * Waits until everything is there.
         *
         * @throws ByteSourceException if something cannot be had; all that could be had was bought
         */
        public void await() throws IOException {
            Claim next = claim;
            while (!next.own().isEmpty() || !next.others().isEmpty()) {
                BoughtBytes.this.await(next);
                next = claim(wanted);
                next.own().forEach(BoughtBytes.this::send);
            }
        }
    }

    private synchronized Claim claim(Collection<ByteRange> wanted) throws IOException {
        if (closed) {
            throw new IOException(name() + " was closed");
        }
        Set<Purchase> others = new LinkedHashSet<>();
        // The store is asked first: what arrives meanwhile stays under way until this method is left.
        List<ByteRange> requests = requests(
                wanted,
                range -> store.missing(range).stream()
                        .flatMap(part -> unclaimed(part, others).stream())
                        .toList(),
                between -> store.lacks(between) && overlapping(between).isEmpty(),
                options);
        List<Purchase> own = new ArrayList<>();
        for (ByteRange request : requests) {
            Purchase purchase = new Purchase(request, new CompletableFuture<>());
            underWay.put(request.offset(), purchase);
            own.add(purchase);
        }
        return new Claim(own, others);
    }

    /** The parts of a range that are not under way; adds the requests that bring the other parts. */
    private List<ByteRange> unclaimed(ByteRange range, Set<Purchase> others) {
        RangeSet claimed = new RangeSet();
        for (Purchase purchase : overlapping(range)) {
            claimed.add(purchase.range());
            others.add(purchase);
        }
        return claimed.missing(range);
    }

    private List<Purchase> overlapping(ByteRange range) {
        List<Purchase> found = new ArrayList<>();
        Map.Entry<Long, Purchase> next = underWay.lowerEntry(range.end());
        while (next != null && next.getValue().range().end() > range.offset()) {
            found.add(next.getValue());
            next = underWay.lowerEntry(next.getKey());
        }
        return found;
    }

    private void send(Purchase purchase) {
        try {
            connections.execute(() -> fetch(purchase));
        } catch (RejectedExecutionException e) {
            end(purchase, new IOException(name() + " was closed", e));
        }
    }

    private void fetch(Purchase purchase) {
        ByteRange range = purchase.range();
        try {
            byte[] content = source.read(range.offset(), (int) range.length());
            if (content.length > 0) {
                store.add(range.offset(), content);
            }
            boolean complete = content.length == range.length();
            end(
                    purchase,
                    complete
                            ? null
                            : new ByteSourceException(
                                    Problem.BAD_ANSWER, name() + " ends before byte " + range.end(), null));
        } catch (Throwable e) {
            // Whatever it is: others wait for the end.
            end(purchase, e);
        }
    }

    private void end(Purchase purchase, @Nullable Throwable failure) {
        synchronized (this) {
            underWay.remove(purchase.range().offset(), purchase);
        }
        if (failure == null) {
            purchase.done().complete(null);
        } else {
            purchase.done().completeExceptionally(failure);
        }
    }

    private void await(Claim claim) throws IOException {
        IOException failure = null;
        Set<Purchase> all = new LinkedHashSet<>(claim.own());
        all.addAll(claim.others());
        for (Purchase purchase : all) {
            try {
                purchase.done().get();
            } catch (ExecutionException e) {
                failure = joined(failure, e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted =
                        new InterruptedIOException("interrupted while buying bytes of " + name());
                interrupted.initCause(e);
                throw interrupted;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Several callers may get the same failure, so each has its own exception. */
    private IOException joined(@Nullable IOException before, @Nullable Throwable failure) {
        if (before != null) {
            if (failure != null) {
                before.addSuppressed(failure);
            }
            return before;
        }
        if (failure instanceof ByteSourceException typed) {
            return new ByteSourceException(typed.problem(), String.valueOf(typed.getMessage()), typed);
        }
        String message = failure instanceof IOException ? failure.getMessage() : String.valueOf(failure);
        return new IOException("buying bytes of " + name() + " failed: " + message, failure);
    }

    /** Ends requests that are under way; whoever waits for them gets an exception. */
    @Override
    public void close() {
        List<Purchase> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(underWay.values());
        }
        connections.shutdownNow();
        source.close();
        awaitConnections();
        // Those that never got a connection.
        left.forEach(purchase -> end(purchase, new IOException(name() + " was closed")));
        store.close();
    }

    /** What has just arrived is paid for, so it should get into the store. */
    private void awaitConnections() {
        try {
            if (!connections.awaitTermination(1, TimeUnit.SECONDS)) {
                connections.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts what purchases would cost, one after the other, without making them. For use by one thread. */
    public static final class Rehearsal {
        private final RangeSet owned;
        private final BuyingOptions options;

        private Rehearsal(RangeSet owned, BuyingOptions options) {
            this.owned = owned;
            this.options = options;
        }

        /** The requests that would be sent, after all that were rehearsed before. */
        public List<ByteRange> buy(Collection<ByteRange> wanted) {
            List<ByteRange> requests = plan(wanted);
            requests.forEach(owned::add);
            return requests;
        }

        /** The same without counting it as bought. */
        public List<ByteRange> plan(Collection<ByteRange> wanted) {
            return requests(wanted, owned::missing, owned::lacks, options);
        }
    }
}
