package io.patchdrop.runtime.zoom;

/** The listener asked to stop; what was done is kept and the same call goes on from there. */
public final class ZoomStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ZoomStoppedException() {
        super("stopped");
    }
}
