package io.patchdrop.learn.report;

import io.patchdrop.learn.report.Plot.Axis;
import io.patchdrop.learn.report.Plot.Line;
import io.patchdrop.learn.report.Plot.Point;
import io.patchdrop.learn.report.Plot.Series;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/** Draws a {@link Plot} as inline SVG: scales, grid and lines by XChart, texts as text in the page's font. */
final class PlotRenderer {
    private static final int FONT_SIZE = 12;
    /** Room above the plot for the title of the y axis. */
    private static final int HEAD = 24;

    /** How far above the highest value a label may stand, in pixels. */
    private static final double LABEL_ROOM = 20;

    private static final double LETTER_WIDTH = 0.6 * FONT_SIZE;
    private static final double LINE_HEIGHT = 15;
    /** A label further than this from its point gets a line to it. */
    private static final double LEADER_FROM = 15;

    private static final BasicStroke HAIRLINE = new BasicStroke(1f);

    private PlotRenderer() {}

    /** The plot as one {@code <svg>} element. */
    static String svg(Plot plot) {
        XYChart chart = chart(plot);
        SvgWriter svg = SvgWriter.draw(chart, plot.id());
        Projection projection = new Projection(chart, plot);
        ticks(svg, plot, projection);
        svg.text(0, 4 - HEAD, "start", Ink.MUTED, plot.y().title());
        svg.text(
                projection.right(),
                plot.height() + 10,
                "end",
                Ink.MUTED,
                plot.x().title());
        labels(svg, plot, projection);
        int head = plot.y().title().isEmpty() ? 0 : HEAD + 8;
        String box = "0 " + -head + " " + plot.width() + " " + (plot.height() + head + 16);
        return svg.finish(plot.title(), plot.description(), box);
    }

    private static XYChart chart(Plot plot) {
        XYChart chart =
                new XYChartBuilder().width(plot.width()).height(plot.height()).build();
        XYStyler styler = chart.getStyler();
        styler.setLegendVisible(false)
                .setChartTitleVisible(false)
                .setChartPadding(6)
                .setChartBackgroundColor(Ink.SURFACE.marker())
                .setPlotBackgroundColor(Ink.SURFACE.marker())
                .setPlotBorderVisible(false)
                .setPlotContentSize(0.97);
        styler.setLocale(Locale.ROOT)
                .setAxisTitlesVisible(false)
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE))
                .setAxisTickLabelsColor(Ink.LETTERS.marker())
                .setAxisTickMarksColor(Ink.MUTED.marker())
                .setAxisTickMarksStroke(HAIRLINE)
                .setAxisTicksLineVisible(false)
                .setPlotGridVerticalLinesVisible(false)
                .setPlotGridLinesColor(Ink.GRID.marker())
                .setPlotGridLinesStroke(HAIRLINE)
                .setYAxisTickMarkSpacingHint(48)
                .setXAxisMin(plot.x().min())
                .setXAxisMax(plot.x().max())
                .setYAxisMin(plot.y().min())
                .setYAxisMax(plot.y().max());
        plot.series().forEach(series -> add(chart, series));
        return chart;
    }

    private static void add(XYChart chart, Series series) {
        double[] x = series.points().stream().mapToDouble(Point::x).toArray();
        double[] y = series.points().stream().mapToDouble(Point::y).toArray();
        XYSeries drawn = chart.addSeries(series.name(), x, y);
        drawn.setLineColor(series.ink().marker());
        drawn.setMarkerColor(series.ink().marker());
        drawn.setLineStyle(stroke(series.line()));
        drawn.setMarker(series.mark().marker());
        if (series.line() == Line.NONE) {
            drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        }
    }

    /** Lengths drawn, left out, drawn, ... in pixels; empty for a solid line. */
    static List<Float> dashes(Line line) {
        float[] lengths = stroke(line).getDashArray();
        List<Float> dashes = new ArrayList<>();
        for (int i = 0; lengths != null && i < lengths.length; i++) {
            dashes.add(lengths[i]);
        }
        return dashes;
    }

    private static BasicStroke stroke(Line line) {
        return switch (line) {
            case NONE, SOLID -> dashes(2f);
            case DASHED -> dashes(2f, 9f, 5f);
            case DOTTED -> dashes(2f, 2f, 4f);
            case DASH_DOT -> dashes(2f, 9f, 4f, 2f, 4f);
            case REFERENCE -> dashes(1.5f, 6f, 4f);
            case HAIRLINE -> dashes(0.75f);
        };
    }

    /** @param lengths drawn, left out, drawn, ...; none for a solid line */
    private static BasicStroke dashes(float width, float... lengths) {
        return lengths.length == 0
                ? new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, lengths, 0f);
    }

    private static void ticks(SvgWriter svg, Plot plot, Projection projection) {
        double baseline = plot.height() - 8;
        double width = LETTER_WIDTH * Numbers.fixed(plot.x().max(), 0).length() + 12;
        int count = (int) ((projection.right() - projection.left()) / width);
        for (int value : wholeTicks(plot.x(), count)) {
            double x = projection.pixel(new Point(value, plot.y().min())).getX();
            svg.line(x, baseline - 15, x, baseline - 12, Ink.MUTED);
            svg.text(x, baseline, "middle", Ink.MUTED, Integer.toString(value));
        }
        List<Double> up = svg.yTicks().stream().map(projection::valueOfY).toList();
        List<String> texts = tickTexts(up, plot.y());
        for (int i = 0; i < up.size(); i++) {
            svg.text(projection.tickEdge(), svg.yTicks().get(i) + 4, "end", Ink.MUTED, texts.get(i));
        }
    }

    /** The multiples of 1, 2, 5, 10, 20, ... on the axis, for the smallest step that needs at most {@code count}. */
    static List<Integer> wholeTicks(Axis axis, int count) {
        int step = 1;
        while ((axis.max() - axis.min()) / step + 1 > Math.max(2, count)) {
            step = Integer.toString(step).startsWith("2") ? step / 2 * 5 : step * 2;
        }
        List<Integer> ticks = new ArrayList<>();
        for (int value = (int) Math.ceil(axis.min() / step) * step; value <= axis.max(); value += step) {
            ticks.add(value);
        }
        return ticks;
    }

    /** The values with as few decimals as tell them exactly. */
    static List<String> tickTexts(List<Double> values, Axis axis) {
        double tolerance = 1e-4 * (axis.max() - axis.min());
        int decimals = 0;
        while (decimals < 8 && !exact(values, decimals, tolerance)) {
            decimals++;
        }
        int shown = decimals;
        return values.stream().map(value -> Numbers.fixed(value, shown)).toList();
    }

    private static boolean exact(List<Double> values, int decimals, double tolerance) {
        double scale = Math.pow(10, decimals);
        return values.stream().allMatch(value -> Math.abs(Math.rint(value * scale) / scale - value) <= tolerance);
    }

    private static void labels(SvgWriter svg, Plot plot, Projection projection) {
        List<Point2D> points = new ArrayList<>();
        List<Line2D> lines = new ArrayList<>();
        for (Series series : plot.series()) {
            List<Point2D> pixels =
                    series.points().stream().map(projection::pixel).toList();
            if (series.mark() != Mark.NONE) {
                points.addAll(pixels);
            }
            for (int i = 1; series.line() != Line.NONE && i < pixels.size(); i++) {
                lines.add(new Line2D.Double(pixels.get(i - 1), pixels.get(i)));
            }
        }
        LabelPlacer placer = new LabelPlacer(projection.area(), points, lines);
        for (Plot.Label label : plot.labels()) {
            Point2D at = projection.pixel(label.at());
            double width = label.text().length() * LETTER_WIDTH;
            Rectangle2D box = label.alongLine()
                    ? placer.alongLine(at.getY(), width, LINE_HEIGHT)
                    : placer.besidePoint(at, width, LINE_HEIGHT);
            if (!label.alongLine()) {
                leader(svg, at, box);
            }
            boolean leftOf = label.alongLine() || box.getCenterX() < at.getX() - width / 4;
            boolean rightOf = !label.alongLine() && box.getCenterX() > at.getX() + width / 4;
            double x = rightOf ? box.getX() : leftOf ? box.getMaxX() : box.getCenterX();
            svg.label(x, box.getMaxY() - 4, rightOf ? "start" : leftOf ? "end" : "middle", label.ink(), label.text());
        }
    }

    private static void leader(SvgWriter svg, Point2D at, Rectangle2D box) {
        double x = Math.max(box.getX(), Math.min(at.getX(), box.getMaxX()));
        double y = Math.max(box.getY() + 3, Math.min(at.getY(), box.getMaxY() - 3));
        if (at.distance(x, y) > LEADER_FROM) {
            svg.line(at.getX(), at.getY(), x, y, Ink.MUTED);
        }
    }

    /** From the axes' units to pixels and back, as XChart laid the chart out. */
    private static final class Projection {
        private final Axis xAxis;
        private final Axis yAxis;
        private final double left;
        private final double right;
        private final double top;
        private final double bottom;

        /** @param chart already drawn */
        Projection(XYChart chart, Plot plot) {
            xAxis = plot.x();
            yAxis = plot.y();
            left = chart.getScreenXFromChart(xAxis.min());
            right = chart.getScreenXFromChart(xAxis.max());
            top = chart.getScreenYFromChart(yAxis.max());
            bottom = chart.getScreenYFromChart(yAxis.min());
        }

        Point2D pixel(Point point) {
            return new Point2D.Double(
                    left + (point.x() - xAxis.min()) / (xAxis.max() - xAxis.min()) * (right - left),
                    bottom + (point.y() - yAxis.min()) / (yAxis.max() - yAxis.min()) * (top - bottom));
        }

        double valueOfY(double pixel) {
            return yAxis.min() + (pixel - bottom) / (top - bottom) * (yAxis.max() - yAxis.min());
        }

        double left() {
            return left;
        }

        double right() {
            return right;
        }

        /** Where the labels of the y ticks end. */
        double tickEdge() {
            return left - (right - left) / 0.97 * 0.015 - 10;
        }

        Rectangle2D area() {
            return new Rectangle2D.Double(left, top - LABEL_ROOM, right - left, bottom - top + LABEL_ROOM);
        }
    }
}
