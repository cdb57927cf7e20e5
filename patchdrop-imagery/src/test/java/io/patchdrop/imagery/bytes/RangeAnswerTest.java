package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the head of an answer means; most of it is tested with a server. */
class RangeAnswerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ByteRange ASKED = new ByteRange(100, 50);

    private static RangeAnswer answer(int status, Map<String, List<String>> headers) {
        return RangeAnswer.of(status, HttpHeaders.of(headers, (name, value) -> true), ASKED, NOW);
    }

    @Test
    void aPartIsWhatWasAskedForOrEndsWithTheFile() {
        assertThat(answer(206, Map.of("content-range", List.of("bytes 100-149/1000"), "etag", List.of("\"a\""))))
                .isEqualTo(new RangeAnswer.Content(new FileState(1000, "\"a\"", null), 50));
        assertThat(answer(206, Map.of("Content-Range", List.of("bytes 100-119/120"), "Content-Length", List.of("20"))))
                .isEqualTo(new RangeAnswer.Content(new FileState(120, null, null), 20));
    }

    @Test
    void twoRangesContradict() {
        RangeAnswer twice = answer(206, Map.of("Content-Range", List.of("bytes 100-149/1000", "bytes 100-149/1000")));
        assertThat(twice).isInstanceOfSatisfying(RangeAnswer.Refused.class, refused -> assertThat(refused.problem())
                .isEqualTo(Problem.BAD_ANSWER));
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7000",
        "0, 0",
        "'Sun, 01 Mar 2026 12:01:00 GMT', 60000",
        "'Sun, 1 Mar 2026 12:00:01 GMT', 1000",
        "'Sun, 01 Mar 2026 11:00:00 GMT', 0",
        "-7, ",
        "99999999999, ",
        "soon, ",
        "'Sun, 01 Mar 2026', ",
        "'', ",
    })
    void retryAfterIsSecondsOrADate(String value, @Nullable Long milliseconds) {
        Duration expected = milliseconds == null ? null : Duration.ofMillis(milliseconds);
        assertThat(answer(503, Map.of("Retry-After", List.of(value)))).isEqualTo(new RangeAnswer.Later(503, expected));
    }

    @Test
    void anEmptyFileHasNoParts() {
        RangeAnswer.Beyond empty = new RangeAnswer.Beyond(new FileState(0, null, null));
        assertThat(answer(200, Map.of("Content-Length", List.of("0")))).isEqualTo(empty);
        assertThat(answer(416, Map.of("Content-Range", List.of("bytes */0")))).isEqualTo(empty);
        assertThat(answer(416, Map.of())).isEqualTo(new RangeAnswer.Beyond(null));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"a\"', '\"a\"', true",
        "'\"a\"', '\"b\"', false",
        "'W/\"a\"', '\"a\"', true",
        "'W/\"a\"', 'W/\"b\"', false",
        ", '\"a\"', true",
        "'\"a\"', , true",
    })
    void tagsTellChanges(@Nullable String before, @Nullable String later, boolean same) {
        FileState first = new FileState(10, before, null);
        assertThat(new FileState(10, later, null).differenceFrom(first) == null).isEqualTo(same);
        assertThat(new FileState(11, later, null).differenceFrom(first)).contains("11 bytes, not 10");
    }

    @Test
    void onlyStrongTagsThatCanBeSentAreSent() {
        assertThat(new FileState(1, "\"a!b\"", null).strongTag()).isEqualTo("\"a!b\"");
        for (String other : List.of("W/\"a\"", "a", "\"a", "\"ä\"", "\"a\"b\"", "\"a b\"")) {
            assertThat(new FileState(1, other, null).strongTag()).as(other).isNull();
        }
    }
}
