package io.patchdrop.client;

import java.util.List;

/**
 * What can be zoomed into.
 *
 * @param sources images in the server's folders
 * @param hosts whose http and https addresses are sources as well
 * @param more whether the folders hold more images than are listed
 */
public record Sources(List<Source> sources, List<String> hosts, boolean more) {
    public Sources {
        sources = List.copyOf(sources);
        hosts = List.copyOf(hosts);
    }

    /**
     * An image in a folder of the server.
     *
     * @param source what calls name it by
     * @param bytes of its file
     */
    public record Source(String source, long bytes) {}
}
