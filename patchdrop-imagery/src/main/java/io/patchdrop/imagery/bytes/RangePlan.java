package io.patchdrop.imagery.bytes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** Which requests fetch some ranges: a pure function. */
public final class RangePlan {
    private RangePlan() {}

    /**
     * Merges ranges into requests. Ranges that overlap, touch or lie at most {@code gap} bytes apart become one request,
     * unless it would be longer than {@code longest}; then the next one begins where the one before ends. A range that
     * overlaps no other is never cut, even if it is longer. All bytes asked for are fetched, each once, with as few requests
     * as these rules allow.
     *
     * @param wanted in any order; may overlap and repeat
     * @param gap bytes between two ranges that are fetched along to save a request, at least 0
     * @param longest bytes of a merged request, at least 1
     * @return by rising offset, none overlapping another
     */
    public static List<ByteRange> merge(Collection<ByteRange> wanted, long gap, long longest) {
        return merge(wanted, gap, longest, between -> true);
    }

    /**
     * The same with a choice of what is fetched along.
     *
     * @param fillable whether the bytes between two ranges, at most {@code gap}, may be fetched
     */
    static List<ByteRange> merge(Collection<ByteRange> wanted, long gap, long longest, Predicate<ByteRange> fillable) {
        List<ByteRange> sorted = wanted.stream().sorted().toList();
        List<ByteRange> requests = new ArrayList<>();
        long start = 0;
        long end = -1;
        for (ByteRange range : sorted) {
            if (range.end() <= end) {
                continue;
            }
            boolean joins = end >= 0
                    && range.end() - start <= longest
                    && (range.offset() <= end
                            || (range.offset() - end <= gap && fillable.test(ByteRange.between(end, range.offset()))));
            if (!joins) {
                if (end >= 0) {
                    requests.add(ByteRange.between(start, end));
                }
                start = Math.max(range.offset(), end);
            }
            end = range.end();
        }
        if (end >= 0) {
            requests.add(ByteRange.between(start, end));
        }
        return requests;
    }
}
