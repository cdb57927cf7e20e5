package io.patchdrop.runtime.zoom;

import io.patchdrop.imagery.bytes.ByteSourceException;
import java.io.IOException;

/**
 * Which failures end a run. A tile that is damaged or cannot be had costs one chip; a source that is gone, forbidden or
 * changed, or from which nothing comes any more, costs the rest.
 */
final class Failures {
    /** So many chips one after the other: the server is down. */
    private static final int MOST_IN_A_ROW = 16;

    private int inARow;

    /** A chip was read. */
    void succeeded() {
        inARow = 0;
    }

    /**
     * A chip could not be read; why, for its result.
     *
     * @throws IOException the failure, if it ends the run
     */
    String reason(IOException failure) throws IOException {
        requireBearable(failure);
        inARow++;
        if (inARow >= MOST_IN_A_ROW) {
            throw failure;
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** @throws IOException the failure, if it ends the run */
    void requireBearable(IOException failure) throws IOException {
        if (failure instanceof ByteSourceException source) {
            switch (source.problem()) {
                case NOT_FOUND, FORBIDDEN, NO_RANGES, CHANGED, BAD_ADDRESS -> throw failure;
                case UNAVAILABLE, BAD_ANSWER -> {}
            }
        }
    }
}
