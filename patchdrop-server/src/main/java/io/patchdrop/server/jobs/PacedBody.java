package io.patchdrop.server.jobs;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the body of an answer part by part, at the pace of its reader. While the reader does not read, nothing of it is held
 * but a part or two, and no thread. A reader that stalls for longer than the connection may be idle is given up.
 */
final class PacedBody implements WriteListener {
    private static final Logger LOG = LoggerFactory.getLogger(PacedBody.class);

    private final ServletOutputStream out;
    private final Parts parts;
    private final CompletableFuture<Void> sent = new CompletableFuture<>();
    /** Guarded by this object, as is what follows. */
    private boolean ended;
    /** The container calls when it can take more. */
    private boolean blocked = true;

    private boolean unflushed;

    private PacedBody(ServletOutputStream out, Parts parts) {
        this.out = out;
        this.parts = parts;
    }

    /** What is sent. */
    interface Parts extends AutoCloseable {
        /** There is nothing yet. */
        byte[] NOTHING_YET = {};

        /** The next part; {@link #NOTHING_YET}, or null at the end. Does not wait. */
        byte @Nullable [] next() throws IOException;

        /** Called once, whether all was sent or not. */
        @Override
        void close();
    }

    /** Answers a request with parts; status and headers are set before. */
    static PacedBody send(Context context, Parts parts) {
        try {
            PacedBody body = new PacedBody(context.res().getOutputStream(), parts);
            context.future(() -> {
                body.out.setWriteListener(body);
                return body.sent;
            });
            return body;
        } catch (IOException e) {
            parts.close();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void onWritePossible() {
        blocked = false;
        proceed();
    }

    /** Sends what there is by now, if there was nothing before. */
    synchronized void wake() {
        if (!blocked) {
            proceed();
        }
    }

    private void proceed() {
        try {
            while (!ended) {
                if (!out.isReady()) {
                    blocked = true;
                    return;
                }
                byte[] part = parts.next();
                if (part == null) {
                    end();
                } else if (part.length > 0) {
                    out.write(part);
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    return;
                }
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("an answer ended early");
            end();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("an answer failed");
            end();
        }
    }

    @Override
    public synchronized void onError(Throwable failure) {
        LOG.atDebug().setCause(failure).log("a reader went away");
        end();
    }

    /** Ends the answer where it is. */
    private void end() {
        if (!ended) {
            ended = true;
            parts.close();
            sent.complete(null);
        }
    }

    /** Whether nothing more is sent. */
    synchronized boolean ended() {
        return ended;
    }
}
