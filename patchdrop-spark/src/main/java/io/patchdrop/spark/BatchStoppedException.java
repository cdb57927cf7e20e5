package io.patchdrop.spark;

/** A batch was asked to stop. What was committed stays; the same request goes on from there. */
public final class BatchStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BatchStoppedException() {
        super("the batch was stopped");
    }
}
