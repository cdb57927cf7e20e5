package io.patchdrop.learn.stages;

/** Training was asked to stop; what was done is saved and {@code --resume} goes on from there. */
public final class TrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param where what was under way, such as {@code "Pt at epoch 3, step 7"} */
    public TrainingStoppedException(String where) {
        super("stopped in " + where);
    }
}
