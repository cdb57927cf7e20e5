package io.patchdrop.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    @Test
    void agreesWithTheRecursiveDefinition() {
        SplittableRandom random = new SplittableRandom(101);
        for (int round = 0; round < 300; round++) {
            String name = word(random);
            List<String> valid = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                valid.add(word(random));
            }
            String nearest = NearestName.of(name, valid);
            List<String> sorted = new ArrayList<>(valid);
            Collections.sort(sorted);
            int least =
                    sorted.stream().mapToInt(each -> distance(name, each)).min().orElseThrow();
            String first = sorted.stream()
                    .filter(each -> distance(name, each) == least)
                    .findFirst()
                    .orElseThrow();
            assertThat(nearest).as("round %s: %s among %s", round, name, valid).isEqualTo(first);
        }
    }

    private static int distance(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.length() + b.length();
        }
        String restOfA = a.substring(1);
        String restOfB = b.substring(1);
        if (a.charAt(0) == b.charAt(0)) {
            return distance(restOfA, restOfB);
        }
        return 1 + Math.min(distance(restOfA, restOfB), Math.min(distance(restOfA, b), distance(a, restOfB)));
    }

    private static String word(SplittableRandom random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }

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
