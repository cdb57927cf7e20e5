package io.patchdrop.server.page;

import io.javalin.http.Context;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import io.patchdrop.server.http.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The page at {@code /} and its files at {@code /assets/}. All are read at the start, from a list: no path of a request is
 * ever looked up.
 */
public final class PageRoutes {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "png", "image/png",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    private static final String INDEX = "index.html";

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** Reads the files that {@code files.txt} lists. */
    public PageRoutes() {
        String list = new String(read("files.txt"), StandardCharsets.UTF_8);
        list.lines().filter(line -> !line.isBlank()).forEach(name -> files.put(name, read(name)));
    }

    /** Adds the routes. */
    public void add(RouteTable routes) {
        routes.get("/", context -> send(context, INDEX));
        routes.get("/assets/<file>", context -> send(context, context.pathParam("file")));
    }

    private void send(Context context, String name) {
        byte[] file = files.get(name);
        if (file == null) {
            throw new ProblemException(Kind.NOT_FOUND, "There is no such file", "see /");
        }
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        context.header("Cache-Control", "no-cache").contentType(type).result(file);
    }

    private static byte[] read(String name) {
        try (InputStream stream = PageRoutes.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the page lacks " + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
