package io.patchdrop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchMaskTest {
    @RepeatedTest(50)
    void everyFormGivesTheSameMask(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        var random = Seeds.generator(seed, "masks");
        boolean[] taken = new boolean[1 + random.nextInt(200)];
        for (int patch = 0; patch < taken.length; patch++) {
            taken[patch] = random.nextBoolean();
        }
        int[] indices =
                IntStream.range(0, taken.length).filter(patch -> taken[patch]).toArray();
        PatchMask mask = PatchMask.of(taken);
        PatchMask grown = PatchMask.none(taken.length);
        for (int index : indices) {
            grown = grown.with(index);
        }
        assertThat(mask.toBooleans()).as("seed %d", seed).isEqualTo(taken);
        assertThat(mask.indices()).as("seed %d", seed).isEqualTo(indices);
        assertThat(mask.count()).as("seed %d", seed).isEqualTo(indices.length);
        assertThat(mask.patches()).as("seed %d", seed).isEqualTo(taken.length);
        assertThat(PatchMask.ofIndices(taken.length, indices))
                .as("seed %d", seed)
                .isEqualTo(mask)
                .hasSameHashCodeAs(mask);
        assertThat(grown).as("seed %d", seed).isEqualTo(mask).hasSameHashCodeAs(mask);
        for (int patch = 0; patch < taken.length; patch++) {
            assertThat(mask.taken(patch)).as("seed %d, patch %d", seed, patch).isEqualTo(taken[patch]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 63, 64, 65, 128, 130})
    void allAndNone(int patches) {
        int[] every = IntStream.range(0, patches).toArray();
        assertThat(PatchMask.all(patches)).isEqualTo(PatchMask.ofIndices(patches, every));
        assertThat(PatchMask.all(patches).indices()).isEqualTo(every);
        assertThat(PatchMask.none(patches).indices()).isEmpty();
    }

    @Test
    void masksAreImmutableAndDifferByLength() {
        PatchMask mask = PatchMask.none(16);
        PatchMask more = mask.with(3);
        assertThat(mask.count()).isZero();
        assertThat(more.with(3)).isEqualTo(more);
        assertThat(mask).isNotEqualTo(more).isNotEqualTo(PatchMask.none(17));
    }

    @Test
    void hashesOfAllMasksOfSixteenPatchesHardlyCollide() {
        Set<Integer> hashes = new HashSet<>();
        Set<PatchMask> masks = new HashSet<>();
        for (int bits = 0; bits < 1 << 16; bits++) {
            int pattern = bits;
            PatchMask mask = PatchMask.ofIndices(
                    16,
                    IntStream.range(0, 16).filter(k -> (pattern >> k & 1) == 1).toArray());
            hashes.add(mask.hashCode());
            masks.add(mask);
        }
        assertThat(masks).hasSize(1 << 16);
        // 65,536 random 32-bit numbers have half a collision in the mean.
        assertThat(hashes).hasSizeGreaterThan((1 << 16) - 10);
    }

    @Test
    void textShowsRows() {
        assertThat(PatchMask.ofIndices(4, 0, 3)).hasToString("#.\n.#");
        assertThat(PatchMask.ofIndices(6, 1, 2)).hasToString(".##...");
        assertThat(PatchMask.ofIndices(6, 1, 2).toString(3)).isEqualTo(".##\n...");
    }

    @Test
    void patchesThatDoNotExistAreRefused() {
        PatchMask mask = PatchMask.none(16);
        assertThatThrownBy(() -> mask.taken(16)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mask.with(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PatchMask.ofIndices(4, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PatchMask.of(new boolean[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
