package io.patchdrop.imagery.iiif;

import io.patchdrop.core.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;

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
    static ServiceAddress of(String location) {
        URI uri;
        try {
            uri = new URI(location);
        } catch (URISyntaxException e) {
            // Not as the cause: its message repeats the address, secrets included.
            throw unusable("The address of a IIIF image is not valid: " + e.getReason());
        }
        String scheme = String.valueOf(uri.getScheme());
        String host = uri.getHost();
        String path = uri.getRawPath();
        if (!scheme.matches("(?i)https?") || host == null || path == null) {
            throw unusable("A IIIF image is at an address of HTTP");
        }
        String image = path.endsWith(INFO) ? path.substring(0, path.length() - INFO.length()) : path;
        while (image.endsWith("/")) {
            image = image.substring(0, image.length() - 1);
        }
        String server = scheme + "://";
        String place = host + (uri.getPort() >= 0 ? ":" + uri.getPort() : "") + image;
        String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new ServiceAddress(server + user + place, query, server + place);
    }

    private static InvalidInputException unusable(String problem) {
        return new InvalidInputException(problem, "give an address such as https://HOST/PREFIX/IMAGE/info.json");
    }

    /** The address of something that the service has. */
    URI at(String path) {
        return URI.create(base + path + query);
    }

    /** The name: the rest may be secret. */
    @Override
    public String toString() {
        return name;
    }
}
