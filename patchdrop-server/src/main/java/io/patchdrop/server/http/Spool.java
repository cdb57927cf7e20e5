package io.patchdrop.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Takes answers at once and sends them as quickly as their clients read, without a thread that waits. Only an answer that is
 * very long, or comes when very much is on its way already, makes who writes it wait.
 */
public final class Spool extends Handler.Wrapper {
    private final int most;
    private final long mostOfAll;
    private final AtomicLong held = new AtomicLong();

    /**
     * Takes answers.
     *
     * @param most bytes of one answer that are held, positive
     * @param mostOfAll bytes of all answers
     */
    public Spool(int most, long mostOfAll) {
        this.most = most;
        this.mostOfAll = mostOfAll;
    }

    /** Bytes that were written and are not sent. */
    public long held() {
        return held.get();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Spooled spooled = new Spooled(request, response, callback);
        return super.handle(request, spooled, spooled.whenHandled());
    }

    private final class Spooled extends Response.Wrapper {
        private final Callback handled;
        private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
        private boolean last;
        private boolean sending;
        private boolean sent;
        private boolean ended;
        private @Nullable Throwable failure;
        /** Of a write that has to wait. */
        private @Nullable Callback writer;

        private Spooled(Request request, Response response, Callback handled) {
            super(request, response);
            this.handled = handled;
        }

        @Override
        public void write(boolean isLast, @Nullable ByteBuffer content, Callback callback) {
            Throwable broken;
            boolean waits = false;
            synchronized (this) {
                broken = failure;
                if (broken == null) {
                    take(content);
                    last |= isLast;
                    waits = waiting.size() > most || held.get() > mostOfAll;
                    writer = waits ? callback : null;
                }
            }
            if (broken != null) {
                callback.failed(broken);
                return;
            }
            send();
            if (!waits) {
                callback.succeeded();
            }
        }

        private void take(@Nullable ByteBuffer content) {
            if (content == null || !content.hasRemaining()) {
                return;
            }
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            waiting.writeBytes(bytes);
            held.addAndGet(bytes.length);
        }

        /** Sends what waits, unless something is being sent: then that goes on with it. */
        private void send() {
            ByteBuffer content;
            boolean isLast;
            Callback released;
            synchronized (this) {
                if (sending || sent || failure != null) {
                    return;
                }
                sending = true;
                content = ByteBuffer.wrap(waiting.toByteArray());
                waiting = new ByteArrayOutputStream();
                isLast = last;
                released = writer;
                writer = null;
            }
            int length = content.remaining();
            getWrapped().write(isLast, content, Callback.from(() -> wrote(isLast, length), why -> {
                held.addAndGet(-length);
                broke(why);
            }));
            if (released != null) {
                released.succeeded();
            }
        }

        private void wrote(boolean isLast, int length) {
            held.addAndGet(-length);
            boolean over;
            boolean more;
            synchronized (this) {
                sending = false;
                sent |= isLast;
                more = !sent && (last || waiting.size() > 0 || writer != null);
                over = ended && !more;
            }
            if (more) {
                send();
            } else if (over) {
                handled.succeeded();
            }
        }

        private void broke(Throwable why) {
            Callback waiter;
            boolean over;
            synchronized (this) {
                sending = false;
                failure = why;
                held.addAndGet(-waiting.size());
                waiting = new ByteArrayOutputStream();
                waiter = writer;
                writer = null;
                over = ended;
            }
            if (waiter != null) {
                waiter.failed(why);
            }
            if (over) {
                handled.failed(why);
            }
        }

        /** What the handler ends with; the request ends when all is sent. */
        private Callback whenHandled() {
            return Callback.from(
                    () -> {
                        boolean over;
                        Throwable broken;
                        synchronized (this) {
                            ended = true;
                            broken = failure;
                            over = !sending && waiting.size() == 0;
                        }
                        if (broken != null) {
                            handled.failed(broken);
                        } else if (over) {
                            handled.succeeded();
                        }
                    },
                    why -> {
                        broke(why);
                        handled.failed(why);
                    });
        }
    }
}
