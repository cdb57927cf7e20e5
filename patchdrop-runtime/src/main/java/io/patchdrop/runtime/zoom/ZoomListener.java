package io.patchdrop.runtime.zoom;

/** Is told how far a quote or a zoom is, by the thread that does it, and may stop it. */
public interface ZoomListener {
    /** Hears nothing and stops nothing. */
    ZoomListener NONE = new ZoomListener() {};

    /** So many chips were looked at. */
    default void looked(int chips, int of) {}

    /** So many chips are done. */
    default void zoomed(int chips, int of) {}

    /** Whether to stop before the next chips; what is done is kept. */
    default boolean stopRequested() {
        return false;
    }
}
