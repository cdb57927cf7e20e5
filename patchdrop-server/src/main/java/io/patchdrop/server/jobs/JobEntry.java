package io.patchdrop.server.jobs;

/** A job as it goes on: whoever holds this sees each change. */
final class JobEntry {
    private static final long SECOND = 1_000_000_000L;

    private volatile Job job;
    private volatile boolean stopRequested;
    private long storedAt = System.nanoTime() - SECOND;

    JobEntry(Job job) {
        this.job = job;
    }

    /** The job as it is now. */
    Job job() {
        return job;
    }

    /** Whether it is to end before it is done. */
    boolean stopRequested() {
        return stopRequested;
    }

    /** For {@link Jobs}. */
    void set(Job newJob) {
        job = newJob;
    }

    /** For {@link Jobs}: whether it was not stored a moment ago. What it has done does not depend on that. */
    boolean mayStore() {
        long now = System.nanoTime();
        if (now - storedAt < SECOND) {
            return false;
        }
        storedAt = now;
        return true;
    }

    /** For {@link Jobs}. */
    void requestStop() {
        stopRequested = true;
    }
}
