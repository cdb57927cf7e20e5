package io.patchdrop.server.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first to see a request: names it, refuses it or lets it in, and logs and counts how it ended. */
public final class Guard extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger("io.patchdrop.server.access");

    /** Others in the metrics would be of a client's making, and without end. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH");

    private static final String POLICY = "default-src 'self'; img-src 'self' blob: data:; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final Access access;
    private final Metrics metrics;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean stopping;

    public Guard(Access access, Metrics metrics) {
        this.access = access;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String id = Long.toString(requests.incrementAndGet());
        secure(response.getHeaders(), id);
        inside.incrementAndGet();
        Request.addCompletionListener(request, failure -> {
            inside.decrementAndGet();
            finished(request, response, id);
        });
        if (stopping) {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
            write(new Problem(Problem.Kind.STOPPING, "The server is stopping (ask another one)"), response, callback);
            return true;
        }
        Optional<Problem> refusal = access.refusal(credentials(request));
        if (refusal.isPresent()) {
            if (refusal.get().kind() == Problem.Kind.UNAUTHORIZED) {
                response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
            }
            write(refusal.get(), response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    /**
     * Refuses requests from now on, and waits for those that came before. Jetty itself would end, when it is stopped, each
     * connection on which nothing comes for a second, whatever is being done for it.
     *
     * @return whether all of them ended in time
     */
    public boolean drain(Duration atMost) {
        stopping = true;
        long end = System.nanoTime() + atMost.toNanos();
        while (inside.get() > 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(5_000_000);
        }
        return true;
    }

    /** Answers with a problem, from outside of Javalin. */
    static void write(Problem problem, Response response, Callback callback) {
        response.setStatus(problem.kind().status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.write(true, ByteBuffer.wrap(problem.json()), callback);
    }

    private static Access.Credentials credentials(Request request) {
        HttpFields headers = request.getHeaders();
        // The host of the address takes the place of the header, which HTTP/2 does not have.
        String host = request.getHttpURI().getAuthority();
        return new Access.Credentials(
                Optional.ofNullable(request.getHttpURI().getCanonicalPath()).orElse(""),
                host == null ? headers.get(HttpHeader.HOST) : host,
                headers.get(HttpHeader.ORIGIN),
                headers.get("Sec-Fetch-Site"),
                headers.get(HttpHeader.AUTHORIZATION));
    }

    private static void secure(HttpFields.Mutable headers, String id) {
        headers.put(new HttpField("X-Request-Id", id));
        headers.put(new HttpField("Content-Security-Policy", POLICY));
        headers.put(new HttpField("X-Content-Type-Options", "nosniff"));
        headers.put(new HttpField("X-Frame-Options", "DENY"));
        headers.put(new HttpField("Referrer-Policy", "no-referrer"));
        headers.put(new HttpField("Cross-Origin-Opener-Policy", "same-origin"));
        headers.put(new HttpField("Cross-Origin-Resource-Policy", "same-origin"));
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    }

    private void finished(Request request, Response response, String id) {
        Duration took = Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime());
        String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "OTHER";
        String route = request.getAttribute(RouteTable.ROUTE) instanceof String path ? path : "none";
        int status = response.getStatus();
        metrics.request(method, route, status, took);
        LOG.atInfo()
                .addKeyValue("request", id)
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", status)
                .addKeyValue("milliseconds", String.format(Locale.ROOT, "%.1f", took.toNanos() / 1e6))
                .addKeyValue("bytes_in", Request.getContentBytesRead(request))
                .addKeyValue("bytes_out", Response.getContentBytesWritten(response))
                .addKeyValue("client", Request.getRemoteAddr(request))
                .log("request");
    }
}
