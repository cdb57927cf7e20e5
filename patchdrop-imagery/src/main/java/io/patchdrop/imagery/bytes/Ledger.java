package io.patchdrop.imagery.bytes;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every request of a source, in the order in which they ended. Safe for use by several threads. */
public final class Ledger {
    private final List<Entry> entries = new ArrayList<>();
    private Totals totals = Totals.NONE;

    /** Kinds of requests. */
    public enum Method {
        HEAD,
        GET
    }

    /**
     * One request; a read of a local file counts as a GET.
     *
     * @param method its kind
     * @param range the bytes asked for; null if it asked for all, or for none
     * @param bytes of the content that were received, also by a request that failed
     * @param nanoseconds from sending it to its last byte
     * @param succeeded whether its bytes are used
     */
    public record Entry(Method method, @Nullable ByteRange range, long bytes, long nanoseconds, boolean succeeded) {}

    /**
     * Sums of entries.
     *
     * @param heads requests HEAD
     * @param gets requests GET
     * @param bytes received by GET
     * @param failed requests among these that failed
     * @param failedBytes bytes among these that are not used
     * @param nanoseconds sum of the requests' times; those that overlap count in full
     */
    public record Totals(long heads, long gets, long bytes, long failed, long failedBytes, long nanoseconds) {
        /** No requests. */
        public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

        /** These and others together. */
        public Totals plus(Totals other) {
            return new Totals(
                    heads + other.heads,
                    gets + other.gets,
                    bytes + other.bytes,
                    failed + other.failed,
                    failedBytes + other.failedBytes,
                    nanoseconds + other.nanoseconds);
        }

        private Totals plus(Entry entry) {
            boolean get = entry.method() == Method.GET;
            return plus(new Totals(
                    get ? 0 : 1,
                    get ? 1 : 0,
                    get ? entry.bytes() : 0,
                    entry.succeeded() ? 0 : 1,
                    entry.succeeded() ? 0 : entry.bytes(),
                    entry.nanoseconds()));
        }
    }

    /** Enters a request that has ended. */
    public synchronized void enter(Entry entry) {
        entries.add(entry);
        totals = totals.plus(entry);
    }

    /** All entries so far. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /**
     * The entries from one on.
     *
     * @param first its number, from 0 to {@link #size}
     */
    public synchronized List<Entry> entriesFrom(int first) {
        return List.copyOf(entries.subList(first, entries.size()));
    }

    /** How many entries there are so far. */
    public synchronized int size() {
        return entries.size();
    }

    /** The sums so far. */
    public synchronized Totals totals() {
        return totals;
    }
}
