package io.patchdrop.server.http;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.server.http.Problem.Kind;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Which problem an exception is. Clients learn nothing of what they cannot act on: that is for the log. */
public final class Problems {
    private Problems() {}

    /** The problem that a request ends with. */
    public static ProblemException of(Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        if (cause instanceof ProblemException problem) {
            return problem;
        }
        if (cause instanceof InvalidInputException) {
            return with(Kind.UNUSABLE, cause, message(cause));
        }
        if (cause instanceof UnusableImageException) {
            return with(
                    Kind.UNUSABLE,
                    cause,
                    message(cause) + " (give a tiled TIFF, as gdal_translate -of COG makes it, an IIIF image or a STAC"
                            + " Item)");
        }
        if (cause instanceof ByteSourceException source) {
            return switch (source.problem()) {
                case NOT_FOUND -> with(Kind.NOT_FOUND, cause, message(cause) + " (check the source)");
                case BAD_ADDRESS ->
                    with(Kind.FORBIDDEN, cause, message(cause) + " (give a source on the server's allow-list)");
                case NO_RANGES ->
                    with(Kind.UNUSABLE, cause, message(cause) + " (give a source that answers Range requests)");
                case FORBIDDEN, UNAVAILABLE, BAD_ANSWER, CHANGED ->
                    with(Kind.SOURCE_FAILED, cause, message(cause) + " (try again later, or give another source)");
            };
        }
        return with(Kind.FAILED, cause, "The server failed (its log says why)");
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause instanceof UncheckedIOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static ProblemException with(Kind kind, Throwable cause, String detail) {
        return new ProblemException(new Problem(kind, detail), cause);
    }

    private static String message(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
