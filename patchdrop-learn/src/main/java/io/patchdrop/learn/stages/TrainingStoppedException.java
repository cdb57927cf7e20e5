package io.patchdrop.learn.stages;

/** Training was asked to stop; what was done is saved and {@code --resume} goes on from there. */
public final class TrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingStoppedException(String stage, int epoch, int step) {
        super("stopped in " + stage + " at epoch " + (epoch + 1) + ", step " + step);
    }
}
