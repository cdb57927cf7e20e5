package io.patchdrop.imagery.bytes;

import java.io.IOException;

/** A file that is read by ranges, here or on a server. Safe for use by several threads. */
public interface ByteSource extends AutoCloseable {
    /** What people call it: a path or an address, without what is secret in it (user, password, query). */
    String name();

    /**
     * The length of the file in bytes. If nothing was read before, this may read a little; it is entered in the ledger.
     *
     * @throws ByteSourceException if it cannot be found out
     */
    long length() throws IOException;

    /**
     * Tells one content of the file from another: an entity tag, or time and length. As {@link #length}, and constant
     * while the source is open.
     *
     * @throws ByteSourceException if it cannot be found out
     */
    String version() throws IOException;

    /**
     * Reads bytes with one request. Blocks until they are there; calls of several threads overlap.
     *
     * @param offset of the first byte, at least 0
     * @param length how many, at least 1
     * @return exactly as many bytes, fewer only where the file ends, none from its end on
     * @throws ByteSourceException if they cannot be had after all retries, or the file has changed since the first read;
     *     what was received nevertheless is in the ledger
     */
    byte[] read(long offset, int length) throws IOException;

    /** What was requested so far. */
    Ledger ledger();

    /** Frees what the source holds; later reads fail. Closing again does nothing. */
    @Override
    void close();
}
