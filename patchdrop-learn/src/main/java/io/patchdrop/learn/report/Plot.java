package io.patchdrop.learn.report;

import java.util.List;

/**
 * A chart to be drawn.
 *
 * @param id unique in the page; prefix of the ids within the chart
 * @param title what it shows, for screen readers
 * @param description its content in words, for screen readers
 * @param width in CSS pixels
 * @param height in CSS pixels
 * @param x the horizontal axis; its ticks are whole numbers
 * @param y the vertical axis
 * @param series drawn in this order, the last on top
 * @param labels texts beside points
 */
record Plot(
        String id,
        String title,
        String description,
        int width,
        int height,
        Axis x,
        Axis y,
        List<Series> series,
        List<Label> labels) {

    /** A point in the units of the axes. */
    record Point(double x, double y) {}

    /**
     * @param title with its unit; may be empty
     * @param min lowest value shown
     * @param max highest value shown, above {@code min}
     */
    record Axis(String title, double min, double max) {}

    /** How the points of a series are joined. */
    enum Line {
        NONE,
        SOLID,
        DASHED,
        DOTTED,
        DASH_DOT,
        /** For what is constant and has no points of its own. */
        REFERENCE,
        /** For what belongs together without being a curve. */
        HAIRLINE
    }

    /** @param name unique in the plot */
    record Series(String name, Ink ink, Line line, Mark mark, List<Point> points) {}

    /**
     * A text that names a point, or, where {@code alongLine}, the horizontal line through it.
     *
     * @param at in the units of the axes
     */
    record Label(String text, Ink ink, Point at, boolean alongLine) {}
}
