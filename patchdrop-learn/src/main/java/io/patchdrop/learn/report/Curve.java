package io.patchdrop.learn.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Accuracy as a function of S, the mean number of patches, of a system with several operating points. Between two
 * measured points it is linear: answering each image by one of the two with a fixed probability attains every point of
 * that line. Outside the measured range it is unknown, never extrapolated. No envelope is taken: a curve may fall.
 *
 * @param points the measured points by rising S, no two at the same S
 */
public record Curve(List<Point> points) {

    /**
     * One operating point.
     *
     * @param patches S, 0 to P
     * @param accuracy in percent
     */
    public record Point(double patches, double accuracy) {}

    /**
     * Sorts what was measured.
     *
     * @param points in any order; those with a number that is not finite are left out, and points of the same S become
     *     one with their mean accuracy
     */
    public Curve(List<Point> points) {
        TreeMap<Double, List<Double>> accuracies = new TreeMap<>();
        for (Point point : points) {
            if (Double.isFinite(point.patches()) && Double.isFinite(point.accuracy())) {
                accuracies
                        .computeIfAbsent(point.patches(), patches -> new ArrayList<>())
                        .add(point.accuracy());
            }
        }
        this.points = accuracies.entrySet().stream()
                .map(entry ->
                        new Point(entry.getKey(), Measure.of(entry.getValue()).mean()))
                .toList();
    }

    /** The accuracy at S, in percent; empty outside the measured range. */
    public OptionalDouble accuracyAt(double patches) {
        for (int i = 0; i < points.size(); i++) {
            Point here = points.get(i);
            if (here.patches() == patches) {
                return OptionalDouble.of(here.accuracy());
            }
            if (here.patches() > patches) {
                return i == 0 ? OptionalDouble.empty() : OptionalDouble.of(between(points.get(i - 1), here, patches));
            }
        }
        return OptionalDouble.empty();
    }

    /** The smallest S at which the curve is at or above an accuracy in percent; empty if it never is. */
    public OptionalDouble cheapestReaching(double accuracy) {
        for (int i = 0; i < points.size(); i++) {
            Point here = points.get(i);
            if (here.accuracy() >= accuracy) {
                // What comes before lies below, so the line between the two crosses the accuracy.
                return OptionalDouble.of(i == 0 ? here.patches() : crossing(points.get(i - 1), here, accuracy));
            }
        }
        return OptionalDouble.empty();
    }

    private static double between(Point left, Point right, double patches) {
        double share = (patches - left.patches()) / (right.patches() - left.patches());
        return left.accuracy() + share * (right.accuracy() - left.accuracy());
    }

    private static double crossing(Point left, Point right, double accuracy) {
        double share = (accuracy - left.accuracy()) / (right.accuracy() - left.accuracy());
        return left.patches() + share * (right.patches() - left.patches());
    }
}
