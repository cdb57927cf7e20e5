package io.patchdrop.imagery.bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of bytes of a file that only grows. Ranges that touch become one. */
final class RangeSet {
    /** The end of each range by its start; no two touch. */
    private final TreeMap<Long, Long> ends = new TreeMap<>();

    RangeSet copy() {
        RangeSet copy = new RangeSet();
        copy.ends.putAll(ends);
        return copy;
    }

    void add(ByteRange range) {
        long start = range.offset();
        long end = range.end();
        Map.Entry<Long, Long> left = ends.floorEntry(start);
        if (left != null && left.getValue() >= start) {
            start = left.getKey();
            end = Math.max(end, left.getValue());
        }
        Map.Entry<Long, Long> next = ends.ceilingEntry(start);
        while (next != null && next.getKey() <= end) {
            end = Math.max(end, next.getValue());
            ends.remove(next.getKey());
            next = ends.ceilingEntry(start);
        }
        ends.put(start, end);
    }

    /** Whether all bytes of a range are in this set. */
    boolean covers(ByteRange range) {
        Map.Entry<Long, Long> left = ends.floorEntry(range.offset());
        return left != null && left.getValue() >= range.end();
    }

    /** Whether no byte of a range is in this set. */
    boolean lacks(ByteRange range) {
        Map.Entry<Long, Long> left = ends.lowerEntry(range.end());
        return left == null || left.getValue() <= range.offset();
    }

    /** The parts of a range that are not in this set, from left to right. */
    List<ByteRange> missing(ByteRange range) {
        List<ByteRange> parts = new ArrayList<>();
        long position = range.offset();
        Map.Entry<Long, Long> next = ends.floorEntry(position);
        if (next == null || next.getValue() <= position) {
            next = ends.higherEntry(position);
        }
        while (next != null && next.getKey() < range.end()) {
            if (next.getKey() > position) {
                parts.add(ByteRange.between(position, next.getKey()));
            }
            position = Math.max(position, next.getValue());
            next = ends.higherEntry(next.getKey());
        }
        if (position < range.end()) {
            parts.add(ByteRange.between(position, range.end()));
        }
        return parts;
    }

    /** How many bytes are in this set. */
    long bytes() {
        return ends.entrySet().stream()
                .mapToLong(range -> range.getValue() - range.getKey())
                .sum();
    }
}
