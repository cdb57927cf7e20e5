package io.patchdrop.server.http;

import io.patchdrop.core.InvalidInputException;
import java.time.Duration;

/**
 * What requests may take.
 *
 * @param body bytes of one body, 1 KiB to 1 GiB
 * @param bodies bytes of all bodies that are in memory, at least {@code body}
 * @param pixels width times height of an uploaded image, 1 to 400 million
 * @param upload longest time in which a body must have come, 1 s to 1 hour
 * @param connections open at the same time, 1 to 65536
 */
public record HttpLimits(long body, long bodies, long pixels, Duration upload, int connections) {
    /** 20 MB a body, 256 MB all, 50 megapixels, 30 seconds, 1024 connections. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(20_000_000, 256_000_000, 50_000_000, Duration.ofSeconds(30), 1024);

    /** @throws InvalidInputException if a number is out of its range */
    public HttpLimits {
        require("largest body", body, 1 << 10, 1 << 30);
        require("memory for bodies", bodies, body, Long.MAX_VALUE);
        require("number of pixels", pixels, 1, 400_000_000);
        require("time of an upload in milliseconds", upload.toMillis(), 1, 3_600_000);
        require("number of connections", connections, 1, 1 << 16);
    }

    private static void require(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidInputException("The " + what + " is " + value, "give one from " + least + " to " + most);
        }
    }
}
