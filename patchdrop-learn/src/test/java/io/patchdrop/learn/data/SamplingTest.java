package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private static final int[] COUNTS = {50, 7, 1, 20};

    private static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int label = 0; label < COUNTS.length; label++) {
            for (int i = 0; i < COUNTS[label]; i++) {
                entries.add(new Entry(label + "/" + i, label, 1, new CifarImage(new byte[0], 0)));
            }
        }
        return entries;
    }

    private static int[] counts(List<Entry> entries) {
        int[] counts = new int[COUNTS.length];
        entries.forEach(entry -> counts[entry.label()]++);
        return counts;
    }

    @Test
    void aFractionIsTakenOfEveryClass() {
        List<Entry> entries = entries();
        Sampling.Parts parts = Sampling.takeFraction(entries, 0.1, 3, "validation");
        assertThat(counts(parts.taken())).containsExactly(5, 1, 0, 2);
        assertThat(counts(parts.rest())).containsExactly(45, 6, 1, 18);
        assertThat(parts.rest()).isSubsetOf(entries).doesNotContainAnyElementsOf(parts.taken());
        assertThat(counts(Sampling.takeFraction(entries, 0.9, 3, "x").taken())).containsExactly(45, 6, 0, 18);
        assertThat(Sampling.takeFraction(entries, 0, 3, "x").taken()).isEmpty();
    }

    @Test
    void subsetsAreProportionalNestedAndIndependentOfTheOrder() {
        List<Entry> entries = entries();
        List<Entry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, new Random(5));
        List<Entry> smaller = List.of();
        for (int limit = 1; limit < entries.size(); limit++) {
            List<Entry> subset = Sampling.subset(entries, limit, 3, "limit");
            assertThat(subset).hasSize(limit).containsAll(smaller);
            assertThat(Sampling.subset(shuffled, limit, 3, "limit")).hasSameElementsAs(subset);
            int[] counts = counts(subset);
            for (int label = 0; label < COUNTS.length && limit >= COUNTS.length; label++) {
                // Placing rank r at r / n gives each class its share, rounded up, of a slightly smaller total.
                double share = (double) limit * COUNTS[label] / entries.size();
                assertThat((double) counts[label]).isGreaterThanOrEqualTo(1).isBetween(share - 2, share + 1);
            }
            smaller = subset;
        }
        assertThat(Sampling.subset(entries, 0, 3, "limit")).isEqualTo(entries);
        assertThat(Sampling.subset(entries, 20, 4, "limit")).isNotEqualTo(Sampling.subset(entries, 20, 3, "limit"));
    }
}
