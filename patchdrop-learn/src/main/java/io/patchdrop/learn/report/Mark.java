package io.patchdrop.learn.report;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.style.markers.Marker;

/** The shape that stands at a point of a plot. Sizes are in pixels; those of one rank look equally large. */
enum Mark {
    NONE,
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND,
    /** The small ones are for the points of a curve. */
    SMALL_CIRCLE,
    SMALL_SQUARE,
    SMALL_TRIANGLE,
    SMALL_DIAMOND;

    /** The outline around a point; empty for {@link #NONE}. */
    Shape shape(double x, double y) {
        return switch (this) {
            case NONE -> new Path2D.Double();
            case CIRCLE -> circle(x, y, 4.5);
            case SQUARE -> square(x, y, 4.2);
            case TRIANGLE -> triangle(x, y, 5.4);
            case DIAMOND -> diamond(x, y, 5.8);
            case SMALL_CIRCLE -> circle(x, y, 2.9);
            case SMALL_SQUARE -> square(x, y, 2.7);
            case SMALL_TRIANGLE -> triangle(x, y, 3.6);
            case SMALL_DIAMOND -> diamond(x, y, 3.8);
        };
    }

    /** The same for XChart. */
    Marker marker() {
        return new Marker() {
            @Override
            public void paint(Graphics2D graphics, double x, double y, int size) {
                if (Mark.this != NONE) {
                    graphics.fill(shape(x, y));
                }
            }
        };
    }

    private static Shape circle(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private static Shape square(double x, double y, double half) {
        return new Rectangle2D.Double(x - half, y - half, 2 * half, 2 * half);
    }

    private static Shape triangle(double x, double y, double radius) {
        return polygon(x, y - radius, x + 0.95 * radius, y + 0.7 * radius, x - 0.95 * radius, y + 0.7 * radius);
    }

    private static Shape diamond(double x, double y, double radius) {
        return polygon(x, y - radius, x + radius, y, x, y + radius, x - radius, y);
    }

    private static Shape polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }
}
