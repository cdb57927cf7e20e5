package io.patchdrop.core.price;

import io.patchdrop.core.PixelBox;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The polygons that boxes make together. Pixels belong to one polygon if one gets from one to the other over shared edges;
 * a shared corner does not join. What several boxes cover counts once.
 */
public final class MergedAreas {
    private static final Comparator<PixelBox> BY_ROW =
            Comparator.comparingInt(PixelBox::y).thenComparingInt(PixelBox::x);

    private MergedAreas() {}

    /**
     * One polygon.
     *
     * @param parts boxes that do not overlap and together are the polygon, from top to bottom and left to right
     */
    public record Polygon(List<PixelBox> parts) {
        /** Its pixels. */
        public long pixels() {
            return parts.stream()
                    .mapToLong(part -> (long) part.width() * part.height())
                    .sum();
        }
    }

    /**
     * The polygons of boxes, by the first row and then the first column of their topmost part. It takes about n log n steps
     * for n boxes of which each overlaps only a few others.
     */
    public static List<Polygon> polygons(Collection<PixelBox> boxes) {
        CoverageSweep sweep = new CoverageSweep();
        Map<Integer, List<PixelBox>> groups = new TreeMap<>();
        for (CoverageSweep.Part part : sweep.parts(boxes)) {
            groups.computeIfAbsent(sweep.group(part), group -> new ArrayList<>())
                    .add(part.box());
        }
        return groups.values().stream()
                .map(parts -> new Polygon(parts.stream().sorted(BY_ROW).toList()))
                .sorted(Comparator.comparing(polygon -> polygon.parts().get(0), BY_ROW))
                .toList();
    }

    /**
     * The areas of the polygons of boxes, in their order.
     *
     * @param squareKilometres the area on the ground of one box
     */
    public static List<Double> squareKilometres(
            Collection<PixelBox> boxes, ToDoubleFunction<PixelBox> squareKilometres) {
        return polygons(boxes).stream()
                .map(polygon ->
                        polygon.parts().stream().mapToDouble(squareKilometres).sum())
                .toList();
    }
}
