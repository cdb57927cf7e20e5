package io.patchdrop.server.http;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient OptionalInt retryAfter;

    private ProblemException(Problem problem, OptionalInt retryAfter, @Nullable Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /**
     * A problem.
     *
     * @param what went wrong
     * @param remedy what can be done
     */
    public ProblemException(Problem.Kind kind, String what, String remedy) {
        this(new Problem(kind, what + " (" + remedy + ")"), OptionalInt.empty(), null);
    }

    /** A problem that was another exception. */
    public ProblemException(Problem problem, Throwable cause) {
        this(problem, OptionalInt.empty(), cause);
    }

    /**
     * The server has too much to do.
     *
     * @param seconds after which it may have time
     */
    public static ProblemException busy(String what, int seconds) {
        String remedy = "try again in " + seconds + " s";
        return new ProblemException(
                new Problem(Problem.Kind.BUSY, what + " (" + remedy + ")"), OptionalInt.of(seconds), null);
    }

    /** What is answered. */
    public Problem problem() {
        return problem;
    }

    /** Seconds after which the request may be sent again, if that makes sense. */
    public OptionalInt retryAfter() {
        return retryAfter;
    }
}
