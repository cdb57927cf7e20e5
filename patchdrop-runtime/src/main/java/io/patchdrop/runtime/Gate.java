package io.patchdrop.runtime;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets calls in, some at a time, until it is closed; closing waits for those inside. */
final class Gate {
    /** Readers are calls: any number of them, but not while it is closed. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private final Semaphore places;
    private boolean closed;

    Gate(int places) {
        this.places = new Semaphore(places);
    }

    /** One call; leaves when it is closed. */
    interface Visit extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Enters, after waiting for a place.
     *
     * @throws IllegalStateException if the model is closed, or this thread is inside already
     */
    Visit enter() {
        requireOutside();
        lock.readLock().lock();
        if (closed) {
            lock.readLock().unlock();
            throw new IllegalStateException("the model is closed");
        }
        places.acquireUninterruptibly();
        return () -> {
            places.release();
            lock.readLock().unlock();
        };
    }

    /**
     * Closes, after waiting for the calls inside.
     *
     * @param release what is done then, the first time only
     * @throws IllegalStateException if this thread is inside
     */
    void close(Runnable release) {
        requireOutside();
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                release.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** A call from a PatchSource would wait for itself. */
    private void requireOutside() {
        if (lock.getReadHoldCount() > 0) {
            throw new IllegalStateException("the model was called from within one of its own calls");
        }
    }
}
