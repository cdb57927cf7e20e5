package io.patchdrop.learn.report;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts labels beside the points they name so that no two overlap and few cross a point or a line: each in turn takes the
 * cheapest of a ring of places around its point, and rings further out if the near ones are taken. Units are pixels, y
 * downwards.
 */
final class LabelPlacer {
    private static final double[] DISTANCES = {9, 16, 26, 38, 52, 68, 86, 106, 130, 160, 195, 235, 280, 330, 390};
    private static final int DIRECTIONS = 16;
    private static final double GAP = 2;
    private static final double POINT_SIZE = 12;
    private static final double OVERLAP_COST = 1e6;
    private static final double POINT_COST = 400;
    private static final double LINE_COST = 22;

    private final Rectangle2D bounds;
    private final List<Point2D> points;
    private final List<Line2D> lines;
    private final List<Rectangle2D> placed = new ArrayList<>();

    /**
     * @param bounds where labels may stand
     * @param points that should not be covered
     * @param lines that had better not be crossed
     */
    LabelPlacer(Rectangle2D bounds, List<Point2D> points, List<Line2D> lines) {
        this.bounds = bounds;
        this.points = List.copyOf(points);
        this.lines = List.copyOf(lines);
    }

    /** The box for a label of this size that names a point. */
    Rectangle2D besidePoint(Point2D point, double width, double height) {
        List<Rectangle2D> places = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        for (double distance : DISTANCES) {
            for (int direction = 0; direction < DIRECTIONS; direction++) {
                double angle = 2 * Math.PI * direction / DIRECTIONS;
                // On an ellipse that keeps the box's near edge, not its centre, at the distance.
                double x = point.getX() + Math.cos(angle) * (distance + width / 2);
                double y = point.getY() + Math.sin(angle) * (distance + height / 2);
                places.add(new Rectangle2D.Double(x - width / 2, y - height / 2, width, height));
                // Near and to the right reads best; diagonals look less tidy.
                costs.add(distance + 3 * (1 - Math.cos(angle)) + 2 * Math.abs(Math.sin(2 * angle)));
            }
        }
        return cheapest(places, costs);
    }

    /** The box for a label of this size that names the horizontal line at {@code y}: on it or below, right end first. */
    Rectangle2D alongLine(double y, double width, double height) {
        List<Rectangle2D> places = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        double room = bounds.getWidth() - width;
        for (int step = 0; step <= 8; step++) {
            double x = bounds.getMaxX() - width - room * step / 8;
            places.add(new Rectangle2D.Double(x, y - height - 3, width, height));
            costs.add(4.0 * step);
            places.add(new Rectangle2D.Double(x, y + 3, width, height));
            costs.add(4.0 * step + 2);
        }
        return cheapest(places, costs);
    }

    private Rectangle2D cheapest(List<Rectangle2D> places, List<Double> costs) {
        int best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < places.size(); i++) {
            double cost = costs.get(i) + cost(places.get(i));
            if (cost < lowest) {
                lowest = cost;
                best = i;
            }
        }
        placed.add(places.get(best));
        return places.get(best);
    }

    private double cost(Rectangle2D box) {
        double cost = bounds.contains(box) ? 0 : OVERLAP_COST;
        Rectangle2D padded = new Rectangle2D.Double(
                box.getX() - GAP, box.getY() - GAP, box.getWidth() + 2 * GAP, box.getHeight() + 2 * GAP);
        for (Rectangle2D other : placed) {
            cost += padded.intersects(other) ? OVERLAP_COST : 0;
        }
        for (Point2D point : points) {
            cost += box.intersects(point.getX() - POINT_SIZE / 2, point.getY() - POINT_SIZE / 2, POINT_SIZE, POINT_SIZE)
                    ? POINT_COST
                    : 0;
        }
        for (Line2D line : lines) {
            cost += line.intersects(box) ? LINE_COST : 0;
        }
        return cost;
    }
}
