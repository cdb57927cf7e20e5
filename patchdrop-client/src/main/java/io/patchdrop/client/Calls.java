package io.patchdrop.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;

/** Sends requests, again where the server asks for that, and reads answers. */
final class Calls {
    private final ClientOptions options;
    private final String prefix;
    private final HttpClient http;
    private volatile boolean closed;

    Calls(ClientOptions options) {
        this.options = options;
        this.prefix = options.address().toString().replaceFirst("/+$", "");
        this.http = HttpClient.newBuilder()
                .connectTimeout(options.connecting())
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER) // The token is for this server.
                .build();
    }

    private interface Bytes<B> {
        byte[] of(B body) throws IOException;
    }

    <T> T get(String path, Class<T> type) {
        return Answers.read(bytes(request(path).GET()), type);
    }

    byte[] getBytes(String path) {
        return bytes(request(path).GET());
    }

    /** Whether there is a good answer at the first try. */
    boolean isAnswered(String path) {
        try {
            return once(request(path).GET().build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (PatchDropException e) {
            return false;
        }
    }

    <T> T post(String path, String mediaType, BodyPublisher body, Class<T> type) {
        return Answers.read(
                bytes(request(path).header("Content-Type", mediaType).POST(body)), type);
    }

    <T> T postJson(String path, Map<String, Object> fields, Class<T> type) {
        return post(path, "application/json", BodyPublishers.ofByteArray(Answers.write(fields)), type);
    }

    void delete(String path) {
        bytes(request(path).DELETE());
    }

    /**
     * Server-sent events; waits for their beginning only.
     *
     * @return nothing if there are no more after the last one
     */
    Optional<InputStream> events(String path, String lastId) throws IOException {
        HttpRequest.Builder request = request(path).GET().header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<InputStream> response =
                send(request.build(), BodyHandlers.ofInputStream(), InputStream::readAllBytes);
        if (response.statusCode() == 204) {
            response.body().close();
            return Optional.empty();
        }
        return Optional.of(response.body());
    }

    private HttpRequest.Builder request(String path) {
        if (closed) {
            throw new IllegalStateException("The client is closed");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(prefix + path));
        options.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private byte[] bytes(HttpRequest.Builder request) {
        return send(request.build(), BodyHandlers.ofByteArray(), body -> body).body();
    }

    private <B> HttpResponse<B> send(HttpRequest request, BodyHandler<B> handler, Bytes<B> bytes) {
        for (int attempt = 0; ; attempt++) {
            HttpResponse<B> response = once(request, handler);
            if (response.statusCode() / 100 == 2) {
                return response;
            }
            PatchDropException failure = failure(response, bytes);
            boolean refused = response.statusCode() == 429 || response.statusCode() == 503;
            if (!refused || attempt == options.retries()) {
                throw failure;
            }
            Pauses.afterRefusal(response.headers().firstValue("Retry-After"), attempt, options.longestPause())
                    .orElseThrow(() -> failure)
                    .run();
        }
    }

    private <B> HttpResponse<B> once(HttpRequest request, BodyHandler<B> handler) {
        CompletableFuture<HttpResponse<B>> response = http.sendAsync(request, handler);
        try {
            // The time limit of HttpRequest ends when the headers are there; this one is for the body too.
            return response.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            response.cancel(true);
            throw Pauses.interrupted(e);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new PatchDropException(
                    PatchDropException.TIMEOUT,
                    "No answer from " + options.address() + " within "
                            + options.timeout().toMillis() + " ms",
                    e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PatchDropException(
                    PatchDropException.UNREACHABLE,
                    options.address() + " cannot be reached: "
                            + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
                    cause);
        }
    }

    private <B> PatchDropException failure(HttpResponse<B> response, Bytes<B> bytes) {
        int status = response.statusCode();
        try {
            byte[] body = bytes.of(response.body());
            String type = response.headers().firstValue("Content-Type").orElse("");
            if (type.startsWith("application/problem+json")) {
                return Answers.problem(status, body);
            }
            String text = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8);
            return new PatchDropException(
                    status, "http_" + status, text.replaceAll("\\s+", " ").strip());
        } catch (IOException | JacksonException e) {
            return new PatchDropException(status, "http_" + status, "An answer that cannot be read");
        }
    }

    void close() {
        closed = true;
    }
}
