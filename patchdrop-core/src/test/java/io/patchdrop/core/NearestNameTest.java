package io.patchdrop.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "'', abc, 3", "abc, '', 3", "same, same, 0", "flaw, lawn, 2"})
    void distanceIsLevenshteins(String from, String to, int expected) {
        assertThat(NearestName.distance(from, to)).isEqualTo(expected);
    }

    @Test
    void theNearestNameIsFoundAndTiesGoToTheFirstInOrder() {
        assertThat(NearestName.of("pt.sgma", List.of("pt.batch", "pt.sigma", "pt.epochs")))
                .isEqualTo("pt.sigma");
        assertThat(NearestName.of("x", List.of("c", "a", "b"))).isEqualTo("a");
    }
}
