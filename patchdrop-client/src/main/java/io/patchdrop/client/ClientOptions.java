package io.patchdrop.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server is called.
 *
 * @param address of the server, such as {@code http://127.0.0.1:8080}; a path, as behind a proxy, is kept
 * @param token that the server asks for, if it does
 * @param connecting longest time until there is a connection
 * @param timeout longest time until an answer has come; a quote or a zoom of many chips takes as long as its source does
 * @param retries how often a call is sent again, 0 to 100, after 429 and 503; and how often in a row the events of a job are
 *     asked for again after the connection broke
 * @param longestPause between two tries; a server that asks for more is not waited for
 */
public record ClientOptions(
        URI address,
        Optional<String> token,
        Duration connecting,
        Duration timeout,
        int retries,
        Duration longestPause) {
    /** Without a token, 10 s to connect, 2 minutes an answer, 5 retries, 30 s between them at most. */
    public static ClientOptions of(String address) {
        return new ClientOptions(
                URI.create(address),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                5,
                Duration.ofSeconds(30));
    }

    /** @throws IllegalArgumentException if a value cannot be used */
    public ClientOptions {
        String scheme = address.getScheme();
        if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException(address + " is no address of a server, such as http://127.0.0.1:8080");
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "The address of a server has no query, fragment or user: " + address.getHost());
        }
        requirePositive("connecting", connecting);
        requirePositive("timeout", timeout);
        if (longestPause.isNegative()) {
            throw new IllegalArgumentException("longestPause is negative");
        }
        if (retries < 0 || retries > 100) {
            throw new IllegalArgumentException("retries is " + retries + ", not from 0 to 100");
        }
    }

    private static void requirePositive(String name, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + " is not positive");
        }
    }

    /** The same with a token. */
    public ClientOptions withToken(String newToken) {
        return new ClientOptions(address, Optional.of(newToken), connecting, timeout, retries, longestPause);
    }

    /** The same with another time for each answer. */
    public ClientOptions withTimeout(Duration newTimeout) {
        return new ClientOptions(address, token, connecting, newTimeout, retries, longestPause);
    }

    /** The same with another number of retries, and other pauses between them. */
    public ClientOptions withRetries(int newRetries, Duration newLongestPause) {
        return new ClientOptions(address, token, connecting, timeout, newRetries, newLongestPause);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ClientOptions[address=" + address + ", token=" + (token.isPresent() ? "yes" : "no") + ", connecting="
                + connecting + ", timeout=" + timeout + ", retries=" + retries + ", longestPause=" + longestPause
                + "]";
    }
}
