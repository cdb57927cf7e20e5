package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RangePlanTest {
    private static final int SIZE = 80;

    private static ByteRange range(long start, long end) {
        return ByteRange.between(start, end);
    }

    @Test
    void neighboursBecomeOneRequest() {
        List<ByteRange> wanted = List.of(range(108, 200), range(0, 100), range(300, 400), range(20, 50));
        assertThat(RangePlan.merge(wanted, 8, 1000)).containsExactly(range(0, 200), range(300, 400));
        assertThat(RangePlan.merge(wanted, 7, 1000)).containsExactly(range(0, 100), range(108, 200), range(300, 400));
        assertThat(RangePlan.merge(wanted, 8, 199)).containsExactly(range(0, 100), range(108, 200), range(300, 400));
        assertThat(RangePlan.merge(List.of(), 8, 199)).isEmpty();
    }

    @Test
    void whatTouchesIsOneRequestUnlessItIsTooLong() {
        List<ByteRange> wanted = List.of(range(0, 10), range(10, 20), range(20, 30));
        assertThat(RangePlan.merge(wanted, 0, 30)).containsExactly(range(0, 30));
        assertThat(RangePlan.merge(wanted, 0, 29)).containsExactly(range(0, 20), range(20, 30));
    }

    @Test
    void oneLongRangeStaysWhole() {
        assertThat(RangePlan.merge(List.of(range(5, 500)), 0, 10)).containsExactly(range(5, 500));
    }

    @Test
    void overlapsThatWouldBeTooLongAreCut() {
        assertThat(RangePlan.merge(List.of(range(0, 20), range(15, 35)), 0, 20))
                .containsExactly(range(0, 20), range(20, 35));
    }

    @Test
    void endsOfTheNumbersAreNoTrap() {
        List<ByteRange> wanted = List.of(range(0, Long.MAX_VALUE), range(Long.MAX_VALUE - 5, Long.MAX_VALUE));
        assertThat(RangePlan.merge(wanted, 1L << 40, 1)).containsExactly(range(0, Long.MAX_VALUE));
    }

    @Test
    void keepsItsPromises() {
        for (long seed = 0; seed < 2000; seed++) {
            RandomGenerator random = Seeds.generator(seed, "plans");
            List<ByteRange> wanted = wanted(random);
            int gap = random.nextInt(6);
            int longest = 1 + random.nextInt(30);
            List<ByteRange> plan = RangePlan.merge(wanted, gap, longest);
            String where = "seed " + seed + ": " + wanted + ", gap " + gap + ", longest " + longest + ": " + plan;
            BitSet asked = bits(wanted);
            BitSet fetched = bits(plan);
            assertThat(plan.stream().mapToLong(ByteRange::length).sum())
                    .as("none twice, " + where)
                    .isEqualTo(fetched.cardinality());
            BitSet notFetched = (BitSet) asked.clone();
            notFetched.andNot(fetched);
            assertThat(notFetched.isEmpty()).as("all, " + where).isTrue();
            assertThat(plan).as(where).isSorted();
            for (ByteRange request : plan) {
                assertThat(request.length() <= longest || isPartOfOne(request, wanted))
                        .as("length, " + where)
                        .isTrue();
                assertThat(longestGap(asked, request)).as("gap, " + where).isLessThanOrEqualTo(gap);
            }
        }
    }

    private static List<ByteRange> wanted(RandomGenerator random) {
        List<ByteRange> wanted = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            wanted.add(TestBytes.range(random, SIZE, 12));
        }
        return wanted;
    }

    private static BitSet bits(Collection<ByteRange> ranges) {
        BitSet bits = new BitSet();
        ranges.forEach(range -> bits.set((int) range.offset(), (int) range.end()));
        return bits;
    }

    private static boolean isPartOfOne(ByteRange request, List<ByteRange> wanted) {
        return wanted.stream().anyMatch(one -> one.offset() <= request.offset() && one.end() >= request.end());
    }

    /** Wanted bytes at both ends, so gaps lie only between. */
    private static int longestGap(BitSet asked, ByteRange request) {
        assertThat(asked.get((int) request.offset())).isTrue();
        assertThat(asked.get((int) request.end() - 1)).isTrue();
        int longest = 0;
        int run = 0;
        for (int i = (int) request.offset(); i < request.end(); i++) {
            run = asked.get(i) ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** All ways to cut a row of ranges that do not overlap into requests are tried. */
    @Test
    void noPlanNeedsFewerRequests() {
        for (long seed = 0; seed < 500; seed++) {
            RandomGenerator random = Seeds.generator(seed, "fewest");
            List<ByteRange> apart = apart(random);
            int gap = random.nextInt(6);
            int longest = 1 + random.nextInt(25);
            int fewest = apart.size();
            for (int cuts = 0; cuts < 1 << (apart.size() - 1); cuts++) {
                fewest = Math.min(fewest, requests(apart, cuts, gap, longest));
            }
            List<ByteRange> shuffled = new ArrayList<>();
            for (int i : Seeds.permutation(apart.size(), random)) {
                shuffled.add(apart.get(i));
            }
            assertThat(RangePlan.merge(shuffled, gap, longest))
                    .as("seed %d: %s, gap %d, longest %d", seed, apart, gap, longest)
                    .hasSize(fewest);
        }
    }

    private static List<ByteRange> apart(RandomGenerator random) {
        List<ByteRange> ranges = new ArrayList<>();
        int position = 0;
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            position += random.nextInt(8);
            int length = 1 + random.nextInt(10);
            ranges.add(new ByteRange(position, length));
            position += length;
        }
        return ranges;
    }

    /** How many requests there are if range i + 1 begins a new one where bit i is set; too many if that breaks a rule. */
    private static int requests(List<ByteRange> ranges, int cuts, int gap, int longest) {
        long start = ranges.get(0).offset();
        for (int i = 1; i < ranges.size(); i++) {
            if ((cuts >> (i - 1) & 1) == 1) {
                start = ranges.get(i).offset();
            } else if (ranges.get(i).offset() - ranges.get(i - 1).end() > gap
                    || ranges.get(i).end() - start > longest) {
                return Integer.MAX_VALUE;
            }
        }
        return 1 + Integer.bitCount(cuts);
    }

    @Test
    void onlyWhatMayBeFilledIsFetchedAlong() {
        List<ByteRange> wanted = Arrays.asList(range(0, 10), range(14, 20), range(24, 30));
        Collections.reverse(wanted);
        assertThat(RangePlan.merge(wanted, 8, 100, between -> between.offset() != 10))
                .containsExactly(range(0, 10), range(14, 30));
    }
}
