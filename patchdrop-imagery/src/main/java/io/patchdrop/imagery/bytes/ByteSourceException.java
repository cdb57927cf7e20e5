package io.patchdrop.imagery.bytes;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Bytes cannot be had. The message says of which source and why, in one line, without anything secret. */
public final class ByteSourceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /** @param message names the source and says what is wrong */
    public ByteSourceException(Problem problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }

    /** Kinds of failures. */
    public enum Problem {
        /** There is no such file, or it is gone. */
        NOT_FOUND,
        /** Reading it is not allowed, or not any more. */
        FORBIDDEN,
        /** The server fails, is too busy, does not answer or breaks off, also when asked again. */
        UNAVAILABLE,
        /** The server does not give parts of files. */
        NO_RANGES,
        /** The server's answer contradicts itself or the request. */
        BAD_ANSWER,
        /** The file is not the one whose first bytes were read. */
        CHANGED,
        /** The address makes no sense or is not admitted. */
        BAD_ADDRESS
    }
}
