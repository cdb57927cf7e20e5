package io.patchdrop.imagery.bytes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a source, bought before they are used and never twice, whichever threads ask for them. Requests of one call
 * are sent side by side. What has arrived is kept even if another request fails.
 */
public final class BoughtBytes implements AutoCloseable {
    private final ByteSource source;
    private final RangeStore store;
    private final BuyingOptions options;
    private final ExecutorService connections;
    /** What is being fetched; guarded by this object. */
    private final RangeSet underWay = new RangeSet();

    /** Takes over source and store: they are closed with it. */
    public BoughtBytes(ByteSource source, RangeStore store, BuyingOptions options) {
        this.source = source;
        this.store = store;
        this.options = options;
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
    public RangeStore store() {
        return store;
    }

    /**
     * The bytes of a range, of those bought before or now.
     *
     * @param length at least 1
     * @return as many bytes, fewer only where the file ends
     * @throws ByteSourceException if they cannot be had
     */
    public byte[] read(long offset, int length) throws IOException {
        ByteRange wanted = new ByteRange(offset, length);
        if (!store.missing(wanted).isEmpty()) {
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

    /** The requests that {@link #buy} would send now. */
    public List<ByteRange> plan(Collection<ByteRange> wanted) {
        return requests(wanted, store.owned());
    }

    /** Purchases that are only thought of. */
    public Rehearsal rehearsal() {
        return new Rehearsal(store.owned(), options);
    }

    private List<ByteRange> requests(Collection<ByteRange> wanted, RangeSet owned) {
        return requests(wanted, owned, options);
    }

    private static List<ByteRange> requests(Collection<ByteRange> wanted, RangeSet owned, BuyingOptions options) {
        List<ByteRange> missing = new ArrayList<>();
        for (ByteRange range : wanted) {
            missing.addAll(owned.missing(range));
        }
        return RangePlan.merge(missing, options.gap(), options.longest());
    }

    /**
     * Buys what is missing of some ranges, all inside the file, and returns when everything is there.
     *
     * @throws ByteSourceException if something cannot be had; all that could be had was bought
     */
    public void buy(Collection<ByteRange> wanted) throws IOException {
        order(wanted).await();
    }

    /** Begins to buy what is missing of some ranges and is not under way. Does not wait. */
    public Order order(Collection<ByteRange> wanted) {
        List<ByteRange> requests = claim(wanted);
        List<Future<?>> sent = new ArrayList<>();
        for (ByteRange request : requests) {
            sent.add(connections.submit(() -> {
                fetch(request);
                return null;
            }));
        }
        return new Order(List.copyOf(wanted), requests, sent);
    }

    /** The requests of this order alone; until they have ended nobody else sends them. */
    private synchronized List<ByteRange> claim(Collection<ByteRange> wanted) {
        RangeSet ownedOrUnderWay = store.owned();
        for (ByteRange range : wanted) {
            for (ByteRange missing : store.missing(range)) {
                underWay.shared(missing).forEach(ownedOrUnderWay::add);
            }
        }
        List<ByteRange> requests = requests(wanted, ownedOrUnderWay);
        requests.forEach(underWay::add);
        return requests;
    }

    /** Waits until nothing of some ranges is under way. */
    private synchronized void awaitOthers(Collection<ByteRange> wanted) throws IOException {
        try {
            while (wanted.stream().anyMatch(range -> !underWay.shared(range).isEmpty())) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while buying bytes of " + name(), cause);
    }

    /** Ranges that were ordered. */
    public final class Order {
        private final List<ByteRange> wanted;
        private final List<ByteRange> requests;
        private final List<Future<?>> sent;

        private Order(List<ByteRange> wanted, List<ByteRange> requests, List<Future<?>> sent) {
            this.wanted = wanted;
            this.requests = requests;
            this.sent = sent;
        }

        /** The requests that were sent for this order; not those that were under way for another. */
        public List<ByteRange> requests() {
            return requests;
        }

        /**
         * Waits until everything is there.
         *
         * @throws ByteSourceException if something cannot be had; all that could be had was bought
         */
        public void await() throws IOException {
            IOException failure = null;
            for (Future<?> each : sent) {
                failure = joined(each, failure);
            }
            if (failure != null) {
                throw failure;
            }
            awaitOthers(wanted);
            if (!wanted.stream().allMatch(BoughtBytes.this::owns)) {
                // What another order fetched along failed there: it is wanted here still.
                buy(wanted);
            }
        }
    }

    private void fetch(ByteRange request) throws IOException {
        try {
            byte[] content = source.read(request.offset(), Math.toIntExact(request.length()));
            if (content.length < request.length()) {
                throw new ByteSourceException(
                        ByteSourceException.Problem.BAD_ANSWER, name() + " ends before byte " + request.end(), null);
            }
            store.add(request.offset(), content);
        } finally {
            synchronized (this) {
                underWay.remove(request);
                notifyAll();
            }
        }
    }

    private @Nullable IOException joined(Future<?> sent, @Nullable IOException before) {
        try {
            sent.get();
            return before;
        } catch (ExecutionException e) {
            IOException failure = e.getCause() instanceof IOException io
                    ? io
                    : new IOException("buying bytes of " + name() + " failed: " + e.getCause(), e);
            if (before == null) {
                return failure;
            }
            before.addSuppressed(failure);
            return before;
        } catch (InterruptedException e) {
            return interrupted(e);
        }
    }

    @Override
    public void close() {
        connections.shutdownNow();
        source.close();
        store.close();
    }

    /** Counts what purchases would cost, one after the other, without making them. */
    public static final class Rehearsal {
        private final RangeSet owned;
        private final BuyingOptions options;

        private Rehearsal(RangeSet owned, BuyingOptions options) {
            this.owned = owned;
            this.options = options;
        }

        /** The requests that would be sent, after all that were rehearsed before. */
        public List<ByteRange> buy(Collection<ByteRange> wanted) {
            List<ByteRange> requests = requests(wanted, owned, options);
            requests.forEach(owned::add);
            return requests;
        }

        /** The same without counting it as bought. */
        public List<ByteRange> plan(Collection<ByteRange> wanted) {
            return requests(wanted, owned, options);
        }
    }
}
