package io.patchdrop.server.models;

import io.patchdrop.server.http.ProblemException;

/**
 * Lets images in as long as they are answered soon, and refuses the others at once: an image that would have to wait for more
 * than a few times what it takes alone, because of those before it, is better sent again later or to another server.
 *
 * <p>Two times are measured while images are answered: how long one takes that finds nobody before it, and by how much each
 * one before makes it wait, which is less, since they are answered together.
 */
public final class Admission {
    /** Weight of the newest measurement in the averages. */
    private static final double NEWEST = 0.05;

    private final int most;
    private final double patience;
    private int inside;
    private double aloneNanoseconds;
    private double eachNanoseconds;

    /**
     * An admission that has measured nothing and lets in as many as it may.
     *
     * @param most images inside at a time, at least 1
     * @param patience how many times as long as alone an image may have to wait, above 0
     */
    public Admission(int most, double patience) {
        this.most = most;
        this.patience = patience;
    }

    /** Images of a request that were let in. */
    final class Ticket {
        private final int images;
        private final boolean alone;
        private final long entered = System.nanoTime();

        private Ticket(int images, boolean alone) {
            this.images = images;
            this.alone = alone;
        }

        /** The images leave, answered or not. */
        void leave(boolean answered) {
            left(images, alone && answered && images == 1 ? System.nanoTime() - entered : 0);
        }
    }

    /**
     * Lets the images of a request in. One request alone is always taken, however many images it has.
     *
     * @throws ProblemException if they would have to wait for too long
     */
    synchronized Ticket enter(int images) {
        boolean alone = inside == 0;
        if (!alone && inside + images > limit()) {
            throw refusal();
        }
        inside += images;
        return new Ticket(images, alone);
    }

    /** Whether not even one image could come in. */
    synchronized boolean isFull() {
        return inside >= limit();
    }

    /** What is answered to those that do not come in. */
    static ProblemException refusal() {
        return ProblemException.busy("The model has as much to do as it can", 1);
    }

    /** Images that may be inside now. */
    public synchronized int limit() {
        if (aloneNanoseconds == 0 || eachNanoseconds == 0) {
            return most;
        }
        return (int) Math.max(2, Math.min(most, patience * aloneNanoseconds / eachNanoseconds));
    }

    /** Images that are inside. */
    public synchronized int inside() {
        return inside;
    }

    private synchronized void left(int images, long alone) {
        inside -= images;
        if (alone > 0) {
            aloneNanoseconds = average(aloneNanoseconds, (double) alone);
        }
    }

    /** Images were answered together. */
    synchronized void answered(int images, long nanoseconds) {
        eachNanoseconds = average(eachNanoseconds, (double) nanoseconds / images);
    }

    private static double average(double before, double newest) {
        return before == 0 ? newest : before + NEWEST * (newest - before);
    }
}
