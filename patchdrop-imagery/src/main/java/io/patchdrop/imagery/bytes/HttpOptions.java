package io.patchdrop.imagery.bytes;

import io.patchdrop.core.InvalidInputException;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a server is asked.
 *
 * @param connect longest time until a connection stands, 1 ms to 1 hour
 * @param stall longest time without a byte, 1 ms to 1 hour; counted from the connection on
 * @param request longest time of one request from the start to its last byte, 1 ms to 24 hours. A read that is cut off here
 *     goes on with another request for what is missing
 * @param retries how often a request that failed is sent again, 0 to 20
 * @param firstPause before the first retry; doubles with each, 0 to 1 hour. A pause is shortened by up to a half, at random
 * @param longestPause between two requests, 0 to 1 hour; also where the server asks for a longer one with Retry-After
 * @param firstRead bytes that are read to find out length and version if nothing was read before, 1 to 16 MiB
 * @param headers sent with each request to the host of the address, never to another; their names do not tell upper from
 *     lower case
 * @param addresses which may be requested
 */
public record HttpOptions(
        Duration connect,
        Duration stall,
        Duration request,
        int retries,
        Duration firstPause,
        Duration longestPause,
        int firstRead,
        Map<String, String> headers,
        AddressCheck addresses) {
    // Before the constants that are made with them.
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    /** What the source sets itself, and what belongs to the connection. */
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "range",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /**
     * 10 s to connect, 20 s without a byte, 2 minutes a request, 4 retries after 0.25 s to 60 s, 16 KiB to begin with, no
     * headers, any address.
     */
    public static final HttpOptions DEFAULT = new HttpOptions(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofMinutes(2),
            4,
            Duration.ofMillis(250),
            Duration.ofMinutes(1),
            16 << 10,
            Map.of(),
            AddressCheck.ANY);

    /** @throws InvalidInputException if a number is out of its range, or a header cannot be sent */
    public HttpOptions {
        require("time to connect", connect, MILLISECOND, HOUR);
        require("time without a byte", stall, MILLISECOND, HOUR);
        require("time of a request", request, MILLISECOND, Duration.ofDays(1));
        require("number of retries", retries, 0, 20);
        require("first pause", firstPause, Duration.ZERO, HOUR);
        require("longest pause", longestPause, Duration.ZERO, HOUR);
        require("first read", firstRead, 1, 16 << 20);
        TreeMap<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        sorted.forEach(HttpOptions::requireHeader);
        headers = Collections.unmodifiableMap(sorted);
    }

    private static void require(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new InvalidInputException(
                    "The " + what + " is " + value.toMillis() + " ms",
                    "give one from " + least.toMillis() + " to " + most.toMillis() + " ms");
        }
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException("The " + what + " is " + value, "give one from " + least + " to " + most);
        }
    }

    private static void requireHeader(String name, String value) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new InvalidInputException("A header has no valid name", "give headers as NAME: VALUE");
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new InvalidInputException("The header " + name + " is set by patchdrop", "leave it out");
        }
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'))) {
            throw new InvalidInputException(
                    "The value of the header " + name + " cannot be sent", "give letters, digits and signs of ASCII");
        }
    }

    /** The same with other time-outs. */
    public HttpOptions withTimes(Duration newConnect, Duration newStall, Duration newRequest) {
        return new HttpOptions(
                newConnect, newStall, newRequest, retries, firstPause, longestPause, firstRead, headers, addresses);
    }

    /** The same with other retries. */
    public HttpOptions withRetries(int newRetries, Duration newFirstPause, Duration newLongestPause) {
        return new HttpOptions(
                connect, stall, request, newRetries, newFirstPause, newLongestPause, firstRead, headers, addresses);
    }

    /**
     * The same with another first read. A run that goes on, and has kept the file's first bytes, needs only one byte to learn
     * length and version.
     */
    public HttpOptions withFirstRead(int bytes) {
        return new HttpOptions(connect, stall, request, retries, firstPause, longestPause, bytes, headers, addresses);
    }

    /** The same with one more header. */
    public HttpOptions withHeader(String name, String value) {
        TreeMap<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new HttpOptions(connect, stall, request, retries, firstPause, longestPause, firstRead, more, addresses);
    }

    /**
     * Name and value of a header as options of commands have it.
     *
     * @param line {@code NAME:VALUE}
     * @throws InvalidInputException if it has no colon behind a name; the message does not have it, since it may be secret
     */
    public static Map.Entry<String, String> header(String line) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new InvalidInputException("A header has no colon", "write --header NAME:VALUE");
        }
        return Map.entry(
                line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }

    /** The same without headers, for another host. */
    public HttpOptions withoutHeaders() {
        return new HttpOptions(
                connect, stall, request, retries, firstPause, longestPause, firstRead, Map.of(), addresses);
    }

    /** The same with another check of addresses. */
    public HttpOptions withAddresses(AddressCheck check) {
        return new HttpOptions(connect, stall, request, retries, firstPause, longestPause, firstRead, headers, check);
    }

    /** Without the values of the headers, which may be secret. */
    @Override
    public String toString() {
        return "HttpOptions[connect=" + connect + ", stall=" + stall + ", request=" + request + ", retries=" + retries
                + ", firstPause=" + firstPause + ", longestPause=" + longestPause + ", firstRead=" + firstRead
                + ", headers=" + headers.keySet() + "]";
    }
}
