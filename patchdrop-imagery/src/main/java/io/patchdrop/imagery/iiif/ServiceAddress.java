package io.patchdrop.imagery.iiif;

import io.patchdrop.core.InvalidInputException;
import java.net.URI;

/**
 * Where a service answers.
 *
 * @param base address without a slash at the end, with user and password if there are any
 * @param query with its question mark, or empty; as a signature, it goes along with every request
 * @param name the base without user and password
 */
record ServiceAddress(String base, String query, String name) {
    private static final String INFO = "/info.json";

    /**
     * The address of a service.
     *
     * @param location with {@code /info.json} or without
     * @throws InvalidInputException if it is not one of HTTP
     */
    static ServiceAddress of(URI location) {
        String scheme = String.valueOf(location.getScheme());
        String host = location.getHost();
        String path = location.getRawPath();
        if (!scheme.matches("(?i)https?") || host == null || path == null) {
            throw new InvalidInputException(
                    "A IIIF image is not at an address such as " + scheme + ":",
                    "give an address such as https://HOST/PREFIX/IMAGE/info.json");
        }
        String image = path.endsWith(INFO) ? path.substring(0, path.length() - INFO.length()) : path;
        while (image.endsWith("/")) {
            image = image.substring(0, image.length() - 1);
        }
        String server = scheme + "://";
        String place = host + (location.getPort() >= 0 ? ":" + location.getPort() : "") + image;
        String user = location.getRawUserInfo() == null ? "" : location.getRawUserInfo() + "@";
        String query = location.getRawQuery() == null ? "" : "?" + location.getRawQuery();
        return new ServiceAddress(server + user + place, query, server + place);
    }

    /** The address of something that the service has. */
    URI of(String path) {
        return URI.create(base + path + query);
    }

    /** The name: the rest may be secret. */
    @Override
    public String toString() {
        return name;
    }
}
