package io.patchdrop.imagery.bytes;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long to wait before a request is sent again. */
final class Pauses {
    private Pauses() {}

    /**
     * Doubles with each attempt, less up to a half at random so that clients that failed together do not come back together;
     * at least what the server asks for, at most what the options allow.
     *
     * @param attempt how many failed before this one
     * @param asked by the server; null if it did not
     */
    static Duration before(int attempt, @Nullable Duration asked, HttpOptions options, RandomGenerator jitter) {
        double longest = options.longestPause().toNanos();
        double full = Math.min(options.firstPause().toNanos() * Math.pow(2, attempt), longest);
        double nanos = full * (0.5 + 0.5 * jitter.nextDouble());
        if (asked != null) {
            nanos = Math.max(nanos, Math.min(asked.toMillis() * 1e6, longest));
        }
        return Duration.ofNanos((long) nanos);
    }
}
