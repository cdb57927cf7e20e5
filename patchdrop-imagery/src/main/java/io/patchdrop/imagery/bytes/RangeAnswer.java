package io.patchdrop.imagery.bytes;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the head of an answer says, to a request with the header Range (RFC 9110, 14 and 15) or to one without it. */
sealed interface RangeAnswer {
    /** The body is the bytes asked for, or what there is of them before the file ends. */
    record Content(FileState state, int length) implements RangeAnswer {}

    /** The body is the whole file, of as many bytes as it turns out to have. */
    record Whole() implements RangeAnswer {}

    /** The file ends before the first byte asked for; the state is null if the answer does not say where. */
    record Beyond(@Nullable FileState state) implements RangeAnswer {}

    /** It must be asked for elsewhere. */
    record Moved(String location, boolean permanently) implements RangeAnswer {}

    /** It may work later; after {@code pause} if that is not null. */
    record Later(int status, @Nullable Duration pause) implements RangeAnswer {}

    /** It cannot be had; {@code what} is what the server did. */
    record Refused(Problem problem, String what) implements RangeAnswer {}

    /** Tags and dates are a few dozen characters; each request sends the tag back, and stores of bytes begin with it. */
    int LONGEST_TAG = 500;

    String COMPRESSED = "sends it compressed, without being asked to";

    Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");
    Pattern UNSATISFIED = Pattern.compile("bytes \\*/([0-9]{1,18})");

    /**
     * Understands the head of an answer.
     *
     * @param asked at most 2 GiB
     * @param now for a date in Retry-After
     */
    static RangeAnswer of(int status, HttpHeaders headers, ByteRange asked, Instant now) {
        return switch (status) {
            case 200 -> whole(headers);
            case 206 -> part(headers, asked);
            case 301, 308 -> moved(headers, true);
            case 302, 303, 307 -> moved(headers, false);
            case 401, 403 -> new Refused(Problem.FORBIDDEN, "does not allow to read it (status " + status + ")");
            case 404, 410 -> new Refused(Problem.NOT_FOUND, "does not have it (status " + status + ")");
            case 412 -> new Refused(Problem.CHANGED, "has another version of it than at first (status 412)");
            case 416 -> beyond(headers, asked);
            case 408, 429, 500, 502, 503, 504 -> new Later(status, pause(headers, now));
            default -> bad("answers with status " + status);
        };
    }

    /**
     * Understands the head of an answer to a request without Range.
     *
     * @param longest bytes that the file may have
     */
    static RangeAnswer ofWhole(int status, HttpHeaders headers, int longest, Instant now) {
        if (status == 200) {
            long length = headers.firstValueAsLong("Content-Length").orElse(0);
            if (length > longest) {
                return tooLong(longest);
            }
            return isPlain(headers) ? new Whole() : bad(COMPRESSED);
        }
        boolean ofParts = status == 206 || status == 412 || status == 416;
        return ofParts ? bad("answers with status " + status) : of(status, headers, new ByteRange(0, longest), now);
    }

    /** What is refused because it has more than so many bytes. */
    static Refused tooLong(int longest) {
        return new Refused(Problem.BAD_ANSWER, "sends more than " + longest + " bytes");
    }

    private static boolean isPlain(HttpHeaders headers) {
        String encoding =
                headers.firstValue("Content-Encoding").orElse("identity").strip();
        return encoding.equalsIgnoreCase("identity");
    }

    private static RangeAnswer bad(String what) {
        return new Refused(Problem.BAD_ANSWER, what);
    }

    private static RangeAnswer whole(HttpHeaders headers) {
        // Of an empty file there are no parts, and some servers answer so.
        if (headers.firstValue("Content-Length").orElse("").equals("0")) {
            return new Beyond(new FileState(0, null, null));
        }
        return new Refused(Problem.NO_RANGES, "does not give parts of files (it answers with the whole one)");
    }

    private static RangeAnswer part(HttpHeaders headers, ByteRange asked) {
        List<String> ranges = headers.allValues("Content-Range");
        Matcher range = CONTENT_RANGE.matcher(ranges.size() == 1 ? ranges.get(0) : "");
        if (!range.matches()) {
            return bad("does not say in one header Content-Range which part of how many bytes it sends");
        }
        long total = Long.parseLong(range.group(3));
        long end = Math.min(asked.end(), total);
        if (Long.parseLong(range.group(1)) != asked.offset() || Long.parseLong(range.group(2)) != end - 1) {
            return bad("sends another part than " + asked + " (Content-Range: " + range.group() + ")");
        }
        if (end <= asked.offset()) {
            return bad("sends a part that lies outside of the file (Content-Range: " + range.group() + ")");
        }
        if (!isPlain(headers)) {
            return bad(COMPRESSED);
        }
        int length = (int) (end - asked.offset());
        String declared = headers.firstValue("Content-Length").orElse(String.valueOf(length));
        if (!declared.equals(String.valueOf(length))) {
            return bad("contradicts itself: Content-Length differs from Content-Range");
        }
        if (tooLong(headers, "ETag") || tooLong(headers, "Last-Modified")) {
            return bad("sends an ETag or a Last-Modified that is too long");
        }
        return new Content(state(headers, total), length);
    }

    private static RangeAnswer beyond(HttpHeaders headers, ByteRange asked) {
        Matcher range = UNSATISFIED.matcher(headers.firstValue("Content-Range").orElse(""));
        if (!range.matches()) {
            // Only an empty file has no first byte.
            return new Beyond(asked.offset() == 0 ? new FileState(0, null, null) : null);
        }
        long total = Long.parseLong(range.group(1));
        if (total > asked.offset()) {
            return bad("does not send " + asked + " of a file of " + total + " bytes (status 416)");
        }
        return new Beyond(new FileState(total, null, null));
    }

    private static boolean tooLong(HttpHeaders headers, String name) {
        return headers.firstValue(name).orElse("").length() > LONGEST_TAG;
    }

    private static FileState state(HttpHeaders headers, long length) {
        return new FileState(
                length,
                headers.firstValue("ETag").orElse(null),
                headers.firstValue("Last-Modified").orElse(null));
    }

    private static RangeAnswer moved(HttpHeaders headers, boolean permanently) {
        String location = headers.firstValue("Location").orElse(null);
        return location == null ? bad("redirects to nowhere") : new Moved(location, permanently);
    }

    private static @Nullable Duration pause(HttpHeaders headers, Instant now) {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            DateTimeFormatter date = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
            Duration until =
                    Duration.between(now, ZonedDateTime.parse(value, date).toInstant());
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
