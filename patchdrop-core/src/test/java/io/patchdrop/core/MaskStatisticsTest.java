package io.patchdrop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MaskStatisticsTest {
    @RepeatedTest(20)
    void agreesWithTheListOfMasks(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        var random = Seeds.generator(seed, "statistics");
        MaskStatistics statistics = new MaskStatistics(9);
        List<String> masks = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        int images = 1 + random.nextInt(500);
        int correctImages = 0;
        Policy policy = new RandomPatches(random.nextInt(10));
        for (int image = 0; image < images; image++) {
            PatchMask mask = policy.choose(new float[9], random);
            boolean correct = random.nextBoolean();
            statistics.add(mask, correct);
            masks.add(Arrays.toString(mask.toBooleans()));
            counts.add(mask.count());
            correctImages += correct ? 1 : 0;
        }
        double mean = counts.stream().mapToInt(Integer::intValue).average().orElseThrow();
        double variance = counts.stream()
                .mapToDouble(count -> (count - mean) * (count - mean))
                .average()
                .orElseThrow();
        assertThat(statistics.images()).as("seed %d", seed).isEqualTo(images);
        assertThat(statistics.accuracy()).as("seed %d", seed).isCloseTo(100.0 * correctImages / images, within(1e-9));
        assertThat(statistics.meanPatches()).as("seed %d", seed).isCloseTo(mean, within(1e-9));
        assertThat(statistics.spread()).as("seed %d", seed).isCloseTo(Math.sqrt(variance), within(1e-6));
        assertThat(statistics.distinctMasks()).as("seed %d", seed).isEqualTo((int)
                masks.stream().distinct().count());
    }

    @Test
    void spreadAndExtremesOfAKnownCase() {
        MaskStatistics statistics = new MaskStatistics(16);
        statistics.add(PatchMask.ofIndices(16, 1, 2), true);
        statistics.add(PatchMask.ofIndices(16, 1, 2, 3, 4), false);
        statistics.add(PatchMask.ofIndices(16, 5, 6, 7, 8), true);
        statistics.add(PatchMask.ofIndices(16, 1, 2, 3, 4, 5, 6), true);
        assertThat(statistics.accuracy()).isEqualTo(75);
        assertThat(statistics.meanPatches()).isEqualTo(4);
        assertThat(statistics.spread()).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(statistics.distinctMasks()).isEqualTo(4);
        assertThat(statistics.minimumPatches()).isEqualTo(2);
        assertThat(statistics.maximumPatches()).isEqualTo(6);
    }

    @Test
    void collapseIsTold() {
        assertThat(collapse(16, 3, PatchMask.all(16))).isEqualTo(Collapse.ALL_TAKEN);
        assertThat(collapse(16, 3, PatchMask.none(16))).isEqualTo(Collapse.NONE_TAKEN);
        PatchMask[] four = {mask(0), mask(1), mask(2), mask(3)};
        PatchMask[] five = {mask(0), mask(1), mask(2), mask(3), mask(4)};
        assertThat(collapse(16, 50, four)).isEqualTo(Collapse.FEW_MASKS);
        assertThat(collapse(16, 49, four)).isEqualTo(Collapse.NONE);
        assertThat(collapse(16, 50, five)).isEqualTo(Collapse.NONE);
        assertThat(collapse(16, 50, PatchMask.all(16), PatchMask.none(16))).isEqualTo(Collapse.FEW_MASKS);
        assertThat(collapse(2, 50, PatchMask.all(2), PatchMask.none(2)))
                .as("two patches have only four masks")
                .isEqualTo(Collapse.NONE);
    }

    @Test
    void everyCollapseHasOneLineOfWarning() {
        for (Collapse collapse : Collapse.values()) {
            assertThat(collapse.warning()).doesNotContain("\n");
            assertThat(collapse.warning().isEmpty()).isEqualTo(collapse == Collapse.NONE);
        }
        assertThat(Collapse.FEW_MASKS.warning()).contains("fewer than 5");
    }

    @Test
    void nothingAddedAndForeignMasksAreRefused() {
        MaskStatistics statistics = new MaskStatistics(16);
        assertThatThrownBy(statistics::accuracy).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(statistics::collapse).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> statistics.add(PatchMask.all(9), true)).isInstanceOf(IllegalArgumentException.class);
    }

    private static PatchMask mask(int patch) {
        return PatchMask.ofIndices(16, patch);
    }

    private static Collapse collapse(int patches, int images, PatchMask... masks) {
        MaskStatistics statistics = new MaskStatistics(patches);
        for (int image = 0; image < images; image++) {
            statistics.add(masks[image % masks.length], true);
        }
        return statistics.collapse();
    }
}
