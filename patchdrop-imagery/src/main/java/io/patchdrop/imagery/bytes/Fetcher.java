package io.patchdrop.imagery.bytes;

import java.io.IOException;
import java.net.URI;

/** Fetches small files whole. Safe for use by several threads, whose calls overlap. */
public interface Fetcher extends AutoCloseable {
    /**
     * All of a file, fetched by GET. Blocks until it is there.
     *
     * @param longest bytes that it may have, at least 1; no more is held in memory
     * @throws ByteSourceException if it cannot be had after all retries, or is longer. What was received nevertheless is in
     *     the ledger
     */
    byte[] get(URI address, int longest) throws IOException;

    /** What was requested so far. */
    Ledger ledger();

    /** Frees what it holds; later calls fail. Closing again does nothing. */
    @Override
    void close();
}
