package io.patchdrop.server.models;

import io.patchdrop.server.http.ProblemException;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the images that are at work or wait, over all models: what comes on top is refused at once. */
public final class Admission {
    private final int most;
    private final AtomicInteger inside = new AtomicInteger();

    /** @param most images at a time, at least 1 */
    public Admission(int most) {
        this.most = most;
    }

    /** Images that were let in; they leave when it is closed. */
    public interface Ticket extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Lets images in.
     *
     * @throws ProblemException if they are too many
     */
    public Ticket enter(int images) {
        int now = inside.addAndGet(images);
        // One request alone is always taken, however many images it has.
        if (now > most && now > images) {
            inside.addAndGet(-images);
            throw ProblemException.busy("The server has as much to do as it can", 1);
        }
        return () -> inside.addAndGet(-images);
    }

    /** Images that are inside. */
    public int inside() {
        return inside.get();
    }
}
