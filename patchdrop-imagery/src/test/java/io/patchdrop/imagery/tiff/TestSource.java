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

/** Bytes in memory, read like a file. */
final class TestSource implements ByteSource {
    private final byte[] content;
    private final Ledger ledger = new Ledger();

    TestSource(byte[] content) {
        this.content = content;
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
        return content.length;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public byte[] read(long offset, int length) {
        int end = (int) Math.min(content.length, offset + length);
        byte[] read = offset >= end ? new byte[0] : Arrays.copyOfRange(content, (int) offset, end);
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
