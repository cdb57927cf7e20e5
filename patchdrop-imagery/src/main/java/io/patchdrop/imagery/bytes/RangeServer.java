package io.patchdrop.imagery.bytes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A small web server for the files of one folder and the folders in it, on this machine only. It answers GET and HEAD with
 * one range (RFC 9110, 14), knows If-Match and If-Range, keeps connections open, and counts every request. It can wait before
 * it answers, as a server far away would, and answer wrongly, for tests.
 */
public final class RangeServer implements AutoCloseable {
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";
    /** Connections that wait to be accepted. */
    private static final int BACKLOG = 1024;

    static {
        // Head and body of an answer are two packets; without this the second one waits for the client's delayed
        // acknowledgement of the first. Read by the JDK when its first server is made.
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
    }

    private final HttpServer server;
    private final ServedFolder folder;
    private final ExecutorService threads;
    private final List<Visit> visits = new ArrayList<>();
    private final AtomicLong requests = new AtomicLong();
    private volatile Duration latency = Duration.ZERO;
    private volatile Behaviour behaviour = Behaviour.PROPER;

    /** What a server makes of the answer that it should give. */
    @FunctionalInterface
    public interface Behaviour {
        /** Answers as it should. */
        Behaviour PROPER = (request, proper) -> proper;

        /**
         * The answer that is given. May block.
         *
         * @param proper what should be answered
         * @throws IOException to close the connection without an answer
         */
        Answer answer(Request request, Answer proper) throws IOException;
    }

    /**
     * A request.
     *
     * @param number 0 for the server's first
     * @param method GET, HEAD or what the client says
     * @param path decoded, without the first slash
     * @param query as it came; null without one
     * @param range the bytes asked for, with a missing end filled in; null if all are asked for, or it makes no sense
     * @param headers the first value of each; names do not tell upper from lower case
     */
    public record Request(
            long number,
            String method,
            String path,
            @Nullable String query,
            @Nullable ByteRange range,
            Map<String, String> headers) {}

    /**
     * An answer.
     *
     * @param headers but for Content-Length
     * @param length of the body; -1 to send it in chunks, without saying how long it is
     * @param body writes it; if it writes less than {@code length} or throws, the connection is closed
     */
    public record Answer(int status, Map<String, String> headers, long length, Body body) {
        /** An answer without a body. */
        public static Answer empty(int status, Map<String, String> headers) {
            return new Answer(status, headers, 0, out -> {});
        }

        /** The same with one header more, or another one. */
        public Answer with(String name, String value) {
            Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            changed.putAll(headers);
            changed.put(name, value);
            return new Answer(status, changed, length, body);
        }

        /** The same with another body. */
        public Answer with(long newLength, Body newBody) {
            return new Answer(status, headers, newLength, newBody);
        }
    }

    /** Writes the body of an answer. */
    @FunctionalInterface
    public interface Body {
        /** Writes all of it, without closing. */
        void write(OutputStream out) throws IOException;
    }

    /**
     * A request that was answered, or is being answered.
     *
     * @param status 0 if there was no answer (yet)
     * @param bytes of the body that were sent, so far
     */
    public record Logged(Request request, int status, long bytes) {}

    private static final class Visit {
        final Request request;
        final AtomicInteger status = new AtomicInteger();
        final AtomicLong bytes = new AtomicLong();

        Visit(Request request) {
            this.request = request;
        }
    }

    private RangeServer(HttpServer server, ServedFolder folder) {
        this.server = server;
        this.folder = folder;
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "patchdrop-range-server");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a server on a free port of the loopback interface.
     *
     * @throws IOException if the folder cannot be read, or there is no port
     */
    public static RangeServer start(Path folder) throws IOException {
        ServedFolder served = new ServedFolder(folder.toRealPath());
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        RangeServer server = new RangeServer(http, served);
        http.createContext("/", server::handle);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    /**
     * The address of a file.
     *
     * @param path relative to the folder, with slashes
     */
    public URI address(String path) {
        InetSocketAddress address = server.getAddress();
        try {
            return new URI(
                    "http", null, address.getAddress().getHostAddress(), address.getPort(), "/" + path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a path: " + path, e);
        }
    }

    /** Waits before each answer from now on; requests wait side by side. */
    public void setLatency(Duration newLatency) {
        latency = newLatency;
    }

    /** Answers otherwise from now on. */
    public void setBehaviour(Behaviour newBehaviour) {
        behaviour = newBehaviour;
    }

    /** All requests since the start or {@link #clearLog}, in the order in which they came. */
    public List<Logged> log() {
        synchronized (visits) {
            return visits.stream()
                    .map(visit -> new Logged(visit.request, visit.status.get(), visit.bytes.get()))
                    .toList();
        }
    }

    /** Forgets the requests so far. */
    public void clearLog() {
        synchronized (visits) {
            visits.clear();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Visit visit = enter(exchange);
        Duration pause = latency;
        if (!pause.isZero()) {
            sleep(pause);
        }
        // An exception from here closes the connection.
        Answer answer = behaviour.answer(visit.request, folder.answer(visit.request));
        send(exchange, answer, visit);
    }

    private Visit enter(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        String path = String.valueOf(exchange.getRequestURI().getPath());
        String relative = path.startsWith("/") ? path.substring(1) : path;
        synchronized (visits) {
            Visit visit = new Visit(new Request(
                    requests.getAndIncrement(),
                    exchange.getRequestMethod(),
                    relative,
                    exchange.getRequestURI().getRawQuery(),
                    folder.range(relative, headers),
                    headers));
            visits.add(visit);
            return visit;
        }
    }

    private static void send(HttpExchange exchange, Answer answer, Visit visit) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        visit.status.set(answer.status());
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || answer.length() == 0;
        if (bodiless) {
            if (answer.length() > 0) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(answer.length()));
            }
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), Math.max(answer.length(), 0));
            answer.body().write(new CountingStream(exchange.getResponseBody(), visit.bytes));
        }
        exchange.close();
    }

    private static void sleep(Duration pause) throws IOException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server was closed", e);
        }
    }

    /** Counts before it sends, so that who has received everything finds it counted. */
    private static final class CountingStream extends OutputStream {
        private final OutputStream out;
        private final AtomicLong count;

        CountingStream(OutputStream out, AtomicLong count) {
            this.out = out;
            this.count = count;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            count.addAndGet(length);
            try {
                out.write(bytes, start, length);
            } catch (IOException e) {
                count.addAndGet(-length);
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }

    /** Breaks off what is being answered. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
