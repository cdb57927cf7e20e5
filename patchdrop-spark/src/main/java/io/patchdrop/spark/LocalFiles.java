package io.patchdrop.spark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Files of this machine by what people write for them. */
final class LocalFiles {
    private LocalFiles() {}

    /**
     * A file.
     *
     * @param location a path, or an address with file:
     * @throws IOException if it is neither
     */
    static Path of(String location) throws IOException {
        try {
            return Locations.scheme(location).isEmpty() ? Path.of(location) : Path.of(URI.create(location));
        } catch (IllegalArgumentException e) {
            throw new IOException("it is no valid path", e);
        }
    }
}
