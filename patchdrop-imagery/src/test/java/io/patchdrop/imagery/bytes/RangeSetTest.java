package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Seeds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Against a set of bits. */
class RangeSetTest {
    private static final int SIZE = 60;

    /** The runs of bits that are not set in a range. */
    private static List<ByteRange> missing(BitSet bits, ByteRange range) {
        List<ByteRange> runs = new ArrayList<>();
        int start = bits.nextClearBit((int) range.offset());
        while (start < range.end()) {
            int next = bits.nextSetBit(start);
            long end = next < 0 ? range.end() : Math.min(next, range.end());
            runs.add(ByteRange.between(start, end));
            start = bits.nextClearBit((int) end);
        }
        return runs;
    }

    @Test
    void isTheSameAsASetOfBits() {
        for (long seed = 0; seed < 500; seed++) {
            RandomGenerator random = Seeds.generator(seed, "range set");
            RangeSet set = new RangeSet();
            BitSet bits = new BitSet();
            for (int step = 0; step < 15; step++) {
                ByteRange added = TestBytes.range(random, SIZE, 1 + random.nextInt(12));
                set.add(added);
                bits.set((int) added.offset(), (int) added.end());
                assertThat(set.bytes()).as("seed %d", seed).isEqualTo(bits.cardinality());
                ByteRange asked = TestBytes.range(random, SIZE, SIZE);
                compare(set, bits, asked, "seed " + seed + ", step " + step);
            }
        }
    }

    private static void compare(RangeSet set, BitSet bits, ByteRange asked, String where) {
        List<ByteRange> missing = missing(bits, asked);
        assertThat(set.missing(asked)).as(where).isEqualTo(missing);
        assertThat(set.covers(asked)).as(where).isEqualTo(missing.isEmpty());
        assertThat(set.lacks(asked)).as(where).isEqualTo(missing.equals(List.of(asked)));
        assertThat(set.copy().missing(asked)).as(where).isEqualTo(missing);
    }

    @Test
    void aCopyIsOnItsOwn() {
        RangeSet set = new RangeSet();
        set.add(new ByteRange(5, 5));
        RangeSet copy = set.copy();
        copy.add(new ByteRange(10, 5));
        assertThat(set.bytes()).isEqualTo(5);
        assertThat(copy.bytes()).isEqualTo(10);
    }

    @Test
    void endsOfTheNumbersAreNoTrap() {
        RangeSet set = new RangeSet();
        ByteRange last = ByteRange.between(Long.MAX_VALUE - 10, Long.MAX_VALUE);
        set.add(last);
        assertThat(set.covers(last)).isTrue();
        assertThat(set.missing(ByteRange.between(0, Long.MAX_VALUE)))
                .containsExactly(ByteRange.between(0, Long.MAX_VALUE - 10));
    }
}
