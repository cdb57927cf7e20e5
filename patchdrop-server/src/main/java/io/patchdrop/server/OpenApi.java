package io.patchdrop.server;

import io.patchdrop.server.http.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code /openapi.json}: what all routes take and answer. The document is written by hand; tests hold the server to it. */
final class OpenApi {
    private final byte[] document;

    /** Reads the document. */
    OpenApi() {
        try (InputStream stream = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (stream == null) {
                throw new IllegalStateException("openapi.json is missing");
            }
            document = stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds the route. */
    void add(RouteTable routes) {
        routes.get("/openapi.json", context -> context.header("Cache-Control", "no-cache")
                .contentType("application/json")
                .result(document));
    }
}
