package io.patchdrop.core.price;

import io.patchdrop.core.PixelBox;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Sweeps a line down over boxes and cuts what they cover into parts that do not overlap. The line is divided into stretches,
 * each with the number of boxes that it crosses there. A stretch that is covered becomes a part when it is so no longer.
 * Groups of parts that touch are kept by union and find.
 */
final class CoverageSweep {
    /** Stretches by the column where they begin; each ends where the next one begins. The last is never covered. */
    private final NavigableMap<Integer, Stretch> line = new TreeMap<>();

    private final List<Part> parts = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();

    /** @param group an element of its group, to be looked up when all is swept */
    record Part(PixelBox box, int group) {}

    /**
     * @param boxes how many cross the line here
     * @param since row from which on it is covered without a pause
     * @param group its element, -1 if it is not covered
     */
    private record Stretch(int boxes, int since, int group) {
        private static final Stretch BARE = new Stretch(0, 0, -1);

        private boolean covered() {
            return boxes > 0;
        }
    }

    /** What begins and what ends at one row. */
    private static final class Row {
        private final List<PixelBox> begin = new ArrayList<>();
        private final List<PixelBox> end = new ArrayList<>();
    }

    /** The parts of the union of boxes, which may be called once. */
    List<Part> parts(Collection<PixelBox> boxes) {
        TreeMap<Integer, Row> rows = new TreeMap<>();
        for (PixelBox box : boxes) {
            rows.computeIfAbsent(box.y(), y -> new Row()).begin.add(box);
            rows.computeIfAbsent(Math.addExact(box.y(), box.height()), y -> new Row())
                    .end
                    .add(box);
        }
        line.put(0, Stretch.BARE);
        rows.forEach((y, row) -> {
            // Boxes that begin come first, so that what goes on under another box is one part.
            row.begin.forEach(box -> change(box, y, 1));
            row.end.forEach(box -> change(box, y, -1));
            // Only now is known what is covered below this row.
            row.begin.forEach(box -> join(box.x(), right(box), y));
            for (PixelBox box : row.end) {
                join(box.x(), box.x(), y);
                join(right(box), right(box), y);
            }
        });
        return parts;
    }

    /** The group of a part: equal for parts of one polygon. */
    int group(Part part) {
        return root(part.group());
    }

    private static int right(PixelBox box) {
        return Math.addExact(box.x(), box.width());
    }

    private void change(PixelBox box, int y, int by) {
        split(box.x());
        split(right(box));
        for (Map.Entry<Integer, Stretch> entry :
                line.subMap(box.x(), right(box)).entrySet()) {
            Stretch old = entry.getValue();
            int count = old.boxes() + by;
            if (!old.covered()) {
                parents.add(parents.size());
                entry.setValue(new Stretch(count, y, parents.size() - 1));
            } else if (count == 0) {
                finish(entry.getKey(), old, y);
                entry.setValue(Stretch.BARE);
            } else {
                entry.setValue(new Stretch(count, old.since(), old.group()));
            }
        }
    }

    private void split(int x) {
        line.computeIfAbsent(x, at -> line.lowerEntry(at).getValue());
    }

    private void finish(int x, Stretch stretch, int y) {
        if (y > stretch.since()) {
            int width = line.higherKey(x) - x;
            parts.add(new Part(new PixelBox(x, stretch.since(), width, y - stretch.since()), stretch.group()));
        }
    }

    /** Joins the stretches on both sides of each border from one column to another: into one if the line need not be cut. */
    private void join(int from, int to, int y) {
        for (int x : List.copyOf(line.subMap(from, true, to, true).keySet())) {
            Map.Entry<Integer, Stretch> before = line.lowerEntry(x);
            if (before == null) {
                continue;
            }
            Stretch left = before.getValue();
            Stretch right = Objects.requireNonNull(line.get(x));
            if (left.covered() && right.covered()) {
                unite(left.group(), right.group());
            }
            if (left.boxes() == right.boxes()) {
                if (left.covered() && left.since() != right.since()) {
                    finish(before.getKey(), left, y);
                    finish(x, right, y);
                    line.put(before.getKey(), new Stretch(left.boxes(), y, left.group()));
                }
                line.remove(x);
            }
        }
    }

    private void unite(int a, int b) {
        int first = root(a);
        int second = root(b);
        parents.set(Math.max(first, second), Math.min(first, second));
    }

    private int root(int element) {
        int at = element;
        while (parents.get(at) != at) {
            parents.set(at, parents.get(parents.get(at)));
            at = parents.get(at);
        }
        return at;
    }
}
