package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.bytes.ByteSource;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.bytes.RangeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Bytes in memory or wherever they come from, read like a file. */
final class TestSource implements ByteSource {
    private final long length;
    private final Content content;
    private final Ledger ledger = new Ledger();

    /** Gives bytes that are inside. */
    interface Content {
        byte[] get(long offset, int length) throws IOException;
    }

    TestSource(long length, Content content) {
        this.length = length;
        this.content = content;
    }

    private TestSource(byte[] content) {
        this(content.length, (offset, length) -> Arrays.copyOfRange(content, (int) offset, (int) offset + length));
    }

    /** Bytes to buy from, with the usual options. */
    static BoughtBytes buying(byte[] content) throws IOException {
        return buying(content, BuyingOptions.DEFAULT);
    }

    static BoughtBytes buying(byte[] content, BuyingOptions options) throws IOException {
        return new BoughtBytes(new TestSource(content), RangeStore.temporary(), options);
    }

    static BoughtBytes buying(Path file) throws IOException {
        return buying(Files.readAllBytes(file));
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
        long end = Math.min(this.length, offset + length);
        byte[] read = offset >= end ? new byte[0] : content.get(offset, (int) (end - offset));
        ledger.enter(new Ledger.Entry(Ledger.Method.GET, new ByteRange(offset, length), read.length, 0, true));
        return read;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {}
}
