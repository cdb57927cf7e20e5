package io.patchdrop.server.jobs;

/** A job as it goes on: whoever holds this sees each change. */
final class JobEntry {
    private volatile Job job;
    private volatile boolean stopRequested;

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

    /** For {@link Jobs}. */
    void requestStop() {
        stopRequested = true;
    }
}
