package io.patchdrop.imagery.bytes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A source of bytes in memory that can wait or fail. */
final class MemorySource implements ByteSource {
    private final byte[] content;
    private final Ledger ledger = new Ledger();
    private final List<ByteRange> asked = new ArrayList<>();
    private volatile Before before = range -> {};

    /** What happens before a read is answered. */
    @FunctionalInterface
    interface Before {
        void read(ByteRange range) throws IOException, InterruptedException;
    }

    MemorySource(byte[] content) {
        this.content = content;
    }

    void before(Before action) {
        before = action;
    }

    /** All reads since the last call, by rising offset. */
    synchronized List<ByteRange> asked() {
        List<ByteRange> reads = asked.stream().sorted().toList();
        asked.clear();
        return reads;
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
        ByteRange range = new ByteRange(offset, length);
        synchronized (this) {
            asked.add(range);
        }
        try {
            before.read(range);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        int start = (int) Math.min(offset, content.length);
        byte[] bytes = Arrays.copyOfRange(content, start, (int) Math.min(range.end(), content.length));
        ledger.enter(new Ledger.Entry(Ledger.Method.GET, range, bytes.length, 1, true));
        return bytes;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {}
}
