package io.patchdrop.imagery.bytes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which requests fetch some ranges: a pure function. */
public final class RangePlan {
    private RangePlan() {}

    /**
     * Merges ranges into requests. Ranges that overlap, touch or lie at most {@code gap} bytes apart become one request,
     * unless it would be longer than {@code longest}; a single range is never cut. All bytes asked for are fetched, each
     * once.
     *
     * @param wanted in any order; may overlap and repeat
     * @param gap bytes between two ranges that are fetched along to save a request, at least 0
     * @param longest bytes of a merged request, at least 1
     * @return by rising offset, none overlapping another
     */
    public static List<ByteRange> merge(Collection<ByteRange> wanted, long gap, long longest) {
        List<ByteRange> sorted = wanted.stream().sorted().toList();
        List<ByteRange> requests = new ArrayList<>();
        long start = 0;
        long end = -1;
        for (ByteRange range : sorted) {
            boolean overlaps = range.offset() < end;
            boolean near = end >= 0 && range.offset() - end <= gap;
            if (overlaps || (near && Math.max(end, range.end()) - start <= longest)) {
                end = Math.max(end, range.end());
                continue;
            }
            if (end >= 0) {
                requests.add(ByteRange.between(start, end));
            }
            start = range.offset();
            end = range.end();
        }
        if (end >= 0) {
            requests.add(ByteRange.between(start, end));
        }
        return requests;
    }
}
