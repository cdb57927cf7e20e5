package io.patchdrop.runtime.zoom;

import java.util.Locale;

/** How a chip ended. */
public enum Outcome {
    /** The look was enough; nothing was bought. */
    ENOUGH,
    /** Classified from the patches that were bought. */
    ZOOMED,
    /** Classified from what could be bought before a limit was reached. */
    LIMITED,
    /** Not sure enough for an answer. */
    ABSTAINED,
    /** Its pixels cannot be had. */
    FAILED;

    /** In lower case, as in results. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
