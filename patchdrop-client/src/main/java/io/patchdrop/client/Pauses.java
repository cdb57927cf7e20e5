package io.patchdrop.client;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before something is tried again. */
final class Pauses {
    private static final long FIRST_MILLISECONDS = 250;

    private Pauses() {}

    /**
     * The pause after a refusal: as long as the server says, or else growing, and up to a quarter longer by chance, so that
     * clients that were refused together do not come back together.
     *
     * @param retryAfter the header, if there is one
     * @param attempt 0 after the first try
     * @return nothing if the server wants more than the longest pause
     */
    static Optional<Runnable> afterRefusal(Optional<String> retryAfter, int attempt, Duration longest) {
        long asked = retryAfter.flatMap(Pauses::milliseconds).orElseGet(() -> growing(attempt, longest));
        return asked > longest.toMillis() ? Optional.empty() : Optional.of(() -> sleep(withJitter(asked)));
    }

    /**
     * The pause after a broken connection: longer each time.
     *
     * @param attempt 0 after the first
     */
    static void afterFailure(int attempt, Duration longest) {
        sleep(withJitter(growing(attempt, longest)));
    }

    static long growing(int attempt, Duration longest) {
        return Math.min(longest.toMillis(), FIRST_MILLISECONDS << Math.min(attempt, 20));
    }

    /** A number of seconds, or a date as HTTP has it; nothing if it is neither. */
    static Optional<Long> milliseconds(String retryAfter) {
        String text = retryAfter.strip();
        try {
            if (text.matches("\\d{1,9}")) {
                return Optional.of(1000 * Long.parseLong(text));
            }
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Math.max(0, Duration.between(Instant.now(), then).toMillis()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static long withJitter(long milliseconds) {
        return milliseconds + RandomGenerator.getDefault().nextLong(milliseconds / 4 + 1);
    }

    static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static PatchDropException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new PatchDropException(PatchDropException.INTERRUPTED, "The calling thread was interrupted", e);
    }
}
