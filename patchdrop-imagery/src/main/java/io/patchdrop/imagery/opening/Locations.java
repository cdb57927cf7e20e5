package io.patchdrop.imagery.opening;

import io.patchdrop.imagery.bytes.ByteSourceException;
import java.nio.file.Path;

/** Where files may lie that a document leads to, and what local files are called. */
public interface Locations {
    /** Everywhere; files are called by their paths. */
    Locations ANY = new Locations() {};

    /**
     * Returns if a document may lead there. Asked before the place is opened; requests are checked by {@link
     * io.patchdrop.imagery.bytes.AddressCheck} as well.
     *
     * @param location a path or an address, as the document's reference resolves to
     * @throws ByteSourceException if it may not, with {@link ByteSourceException.Problem#BAD_ADDRESS}
     */
    default void check(String location) throws ByteSourceException {}

    /** What a local file is called in messages and results. */
    default String name(Path file) {
        return file.toString();
    }
}
