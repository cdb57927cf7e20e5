package io.patchdrop.client;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gives the answers that it was told, one a request, and keeps the requests. */
final class ScriptedServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Reply> replies = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What came. */
    record Request(String method, String target, Headers headers, String body, long nanoTime) {}

    /** What is answered, after a delay; if it breaks, the body comes at once, and the connection ends after the delay. */
    record Reply(int status, Map<String, String> headers, String body, boolean breaks, Duration delay) {}

    ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    ClientOptions options() {
        return ClientOptions.of("http://127.0.0.1:" + server.getAddress().getPort())
                .withRetries(3, Duration.ofSeconds(2));
    }

    synchronized ScriptedServer json(int status, String body, String... headers) {
        String type = status < 300 ? "application/json" : "application/problem+json";
        return reply(status, type, body, false, Duration.ZERO, headers);
    }

    synchronized ScriptedServer events(String body, boolean breaks) {
        return reply(200, "text/event-stream", body, breaks, Duration.ZERO);
    }

    synchronized ScriptedServer late(Duration delay) {
        return reply(200, "application/json", "{}", false, delay);
    }

    synchronized ScriptedServer reply(
            int status, String type, String body, boolean breaks, Duration delay, String... headers) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("Content-Type", type));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        replies.add(new Reply(status, all, body, breaks, delay));
        return this;
    }

    List<Request> requests() {
        return requests;
    }

    private synchronized Reply nextReply() {
        Reply reply = replies.poll();
        return reply == null
                ? new Reply(500, Map.of("Content-Type", "text/plain"), "no more answers", false, Duration.ZERO)
                : reply;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        requests.add(new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                body,
                System.nanoTime()));
        Reply reply = nextReply();
        if (!reply.breaks()) {
            pause(reply.delay());
        }
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        // One byte more is announced than comes: the connection breaks.
        int none = reply.status() == 204 ? -1 : bytes.length;
        exchange.sendResponseHeaders(reply.status(), reply.breaks() ? bytes.length + 1 : none);
        if (none >= 0) {
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        }
        if (reply.breaks()) {
            pause(reply.delay());
        }
        exchange.close();
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
