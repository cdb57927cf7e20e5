package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Seeds;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpOptionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void numbersOutOfRangeAreRefused() {
        HttpOptions options = HttpOptions.DEFAULT;
        assertThatThrownBy(() -> options.withTimes(Duration.ZERO, SECOND, SECOND))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("time to connect is 0 ms");
        assertThatThrownBy(() -> options.withTimes(SECOND, Duration.ofDays(1), SECOND))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> options.withRetries(21, SECOND, SECOND)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> options.withRetries(1, SECOND.negated(), SECOND))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> options.withFirstRead(0)).isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Range, bytes=0-1",
        "accept-encoding, gzip",
        "HOST, elsewhere",
        "Bad Name, x",
        "'', x",
        "X-Split, 'a\r\nb'",
        "X-Umlaut, ä"
    })
    void headersThatCannotBeSentAreRefused(String name, String value) {
        assertThatThrownBy(() -> HttpOptions.DEFAULT.withHeader(name, value))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void secretsAreNotShown() {
        HttpOptions options = HttpOptions.DEFAULT.withHeader("Authorization", "Bearer s3cret");
        assertThat(options.toString()).contains("Authorization").doesNotContain("s3cret");
        assertThat(options.headers()).containsEntry("authorization", "Bearer s3cret");
        assertThat(options.withHeader("AUTHORIZATION", "other").headers()).hasSize(1);
    }

    @Test
    void pausesDoubleWithJitterUpToTheLongest() {
        HttpOptions options = HttpOptions.DEFAULT.withRetries(10, Duration.ofMillis(100), SECOND);
        for (long seed = 0; seed < 200; seed++) {
            RandomGenerator random = Seeds.generator(seed, "pauses");
            long full = 100;
            for (int attempt = 0; attempt < 10; attempt++) {
                assertThat(Pauses.before(attempt, null, options, random).toMillis())
                        .as("seed %d, attempt %d", seed, attempt)
                        .isBetween(full / 2, full);
                full = Math.min(2 * full, 1000);
            }
            assertThat(Pauses.before(0, Duration.ofMillis(700), options, random))
                    .isEqualTo(Duration.ofMillis(700));
            assertThat(Pauses.before(0, Duration.ofDays(10_000), options, random))
                    .isEqualTo(SECOND);
            assertThat(Pauses.before(0, Duration.ZERO, options, random).toMillis())
                    .isBetween(50L, 100L);
        }
    }
}
