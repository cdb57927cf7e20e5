package io.patchdrop.runtime.zoom;

import io.patchdrop.core.InvalidInputException;

/** There are more chips than may be. */
public final class TooManyChipsException extends InvalidInputException {
    private static final long serialVersionUID = 1L;

    TooManyChipsException(String problem) {
        super(problem, "give larger chips or a smaller area");
    }
}
