package io.patchdrop.runtime.zoom;

import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.bytes.ByteSource;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.bytes.Ledger.Entry;
import io.patchdrop.imagery.bytes.Ledger.Method;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A file in memory that is read by ranges, each of which takes its time; ranges of it may be broken. */
final class MemoryFile implements ByteSource {
    private final byte[] content;
    private final Duration latency;
    private final Ledger ledger = new Ledger();
    private final Map<ByteRange, Problem> broken = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private volatile boolean closed;

    MemoryFile(byte[] content, Duration latency) {
        this.content = content;
        this.latency = latency;
    }

    /** From now on no byte of a range can be had. */
    void breakRange(ByteRange range, Problem problem) {
        broken.put(range, problem);
    }

    void repair(ByteRange range) {
        broken.remove(range);
    }

    /** How many requests were answered side by side at most. */
    int mostSideBySide() {
        return mostUnderWay.get();
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public long length() {
        return content.length;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
        long start = System.nanoTime();
        ByteRange range = new ByteRange(offset, length);
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            Thread.sleep(latency.toMillis());
            if (closed) {
                throw new IOException("memory was closed");
            }
            requireWhole(range, start);
            int end = (int) Math.min(range.end(), content.length);
            byte[] bytes = Arrays.copyOfRange(content, (int) Math.min(offset, end), end);
            ledger.enter(new Entry(Method.GET, range, bytes.length, System.nanoTime() - start, true));
            return bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void requireWhole(ByteRange range, long start) throws ByteSourceException {
        for (Map.Entry<ByteRange, Problem> each : broken.entrySet()) {
            if (each.getKey().offset() < range.end()
                    && range.offset() < each.getKey().end()) {
                ledger.enter(new Entry(Method.GET, range, 0, System.nanoTime() - start, false));
                throw new ByteSourceException(each.getValue(), "memory: bytes " + range + " are broken", null);
            }
        }
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        closed = true;
    }
}
