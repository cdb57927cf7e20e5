package io.patchdrop.server.jobs;

import java.util.Locale;

/** How far a job is. */
enum JobState {
    /** It has not begun, or was interrupted and has not gone on. */
    WAITING,
    /** It opens its source and looks at chips. */
    LOOKING,
    /** It buys patches. */
    ZOOMING,
    /** All is bought and answered. */
    DONE,
    /** It cannot go on. */
    FAILED,
    /** Somebody did not want it any more. */
    STOPPED;

    /** Whether nothing changes any more. */
    boolean ended() {
        return this == DONE || this == FAILED || this == STOPPED;
    }

    /** As in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
