package io.patchdrop.server.http;

import io.patchdrop.server.http.Problem.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Loads bodies before anything else is done for their requests. While one is on its way it holds no thread, however slow its
 * client, and only as much memory as has come.
 */
public final class Uploads extends Handler.Wrapper {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final HttpLimits limits;
    private final AtomicLong held = new AtomicLong();

    public Uploads(HttpLimits limits) {
        this.limits = limits;
    }

    /** Bytes of all bodies that are in memory. */
    public long held() {
        return held.get();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!WITH_BODY.contains(request.getMethod()) || request.getLength() == 0) {
            return super.handle(request, response, callback);
        }
        if (request.getLength() > limits.body()) {
            refuse(tooLarge(), response, callback);
            return true;
        }
        new Loading(request, response, callback).begin();
        return true;
    }

    private Problem tooLarge() {
        return new Problem(Kind.TOO_LARGE, "The body has more than " + limits.body() + " bytes (send less at once)");
    }

    /** What is left of the body is not waited for: the connection ends. */
    private static void refuse(Problem problem, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        if (problem.kind() == Kind.BUSY) {
            response.getHeaders().put("Retry-After", "1");
        }
        Guard.write(problem, response, callback);
    }

    private final class Loading implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final ByteArrayOutputStream body;
        private final AtomicReference<Scheduler.@Nullable Task> deadline = new AtomicReference<>();
        private long counted;

        private Loading(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            // As much as is announced: but not before it comes, from a client that may only say so.
            this.body = new ByteArrayOutputStream((int) Math.max(1 << 10, Math.min(request.getLength(), 1 << 16)));
        }

        private void begin() {
            Request.addCompletionListener(request, failure -> held.addAndGet(-counted));
            deadline.set(request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> request.fail(new TimeoutException("the body took too long")),
                            limits.upload().toMillis(),
                            TimeUnit.MILLISECONDS));
            run();
        }

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    end();
                    failed(chunk.getFailure());
                    return;
                }
                boolean last = chunk.isLast();
                Problem problem = take(chunk);
                chunk.release();
                if (problem != null) {
                    end();
                    refuse(problem, response, callback);
                    return;
                }
                if (last) {
                    end();
                    pass();
                    return;
                }
            }
        }

        private @Nullable Problem take(Content.Chunk chunk) {
            int length = chunk.remaining();
            counted += length;
            long all = held.addAndGet(length);
            if (counted > limits.body()) {
                return tooLarge();
            }
            if (all > limits.bodies()) {
                return new Problem(Kind.BUSY, "Too much is being uploaded (try again in 1 s)");
            }
            byte[] bytes = new byte[length];
            chunk.get(bytes, 0, length);
            body.writeBytes(bytes);
            return null;
        }

        private void end() {
            Scheduler.Task task = deadline.getAndSet(null);
            if (task != null) {
                task.cancel();
            }
        }

        private void failed(Throwable failure) {
            if (failure instanceof TimeoutException) {
                refuse(
                        new Problem(
                                Kind.TIMEOUT,
                                "The body did not come within "
                                        + limits.upload().toSeconds() + " s (send it faster)"),
                        response,
                        callback);
            } else {
                callback.failed(failure);
            }
        }

        private void pass() {
            Request whole = new Loaded(request, body.toByteArray());
            try {
                if (!Uploads.super.handle(whole, response, callback)) {
                    Response.writeError(whole, response, callback, Kind.NOT_FOUND.status());
                }
            } catch (Exception e) {
                Response.writeError(whole, response, callback, e);
            }
        }
    }

    /** A request whose body is there. */
    private static final class Loaded extends Request.Wrapper {
        private final long length;
        private final AtomicReference<@Nullable ByteBuffer> body;

        private Loaded(Request request, byte[] body) {
            super(request);
            this.length = body.length;
            this.body = new AtomicReference<>(ByteBuffer.wrap(body));
        }

        @Override
        public long getLength() {
            return length;
        }

        @Override
        public Content.Chunk read() {
            ByteBuffer rest = body.getAndSet(null);
            return rest == null || !rest.hasRemaining() ? Content.Chunk.EOF : Content.Chunk.from(rest, true);
        }

        @Override
        public void demand(Runnable ready) {
            ready.run();
        }
    }
}
