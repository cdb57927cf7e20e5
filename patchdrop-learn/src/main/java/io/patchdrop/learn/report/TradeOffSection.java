package io.patchdrop.learn.report;

import io.patchdrop.learn.report.Plot.Series;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The part of the page that shows accuracy against S: the plot for wide and for narrow screens, and its keys. */
final class TradeOffSection {
    private TradeOffSection() {}

    static String html(SeedSummary summary) {
        String missing = summary.mean().systems().stream()
                .filter(result -> !result.isMeasured())
                .map(SystemResult::nameWithStage)
                .distinct()
                .collect(Collectors.joining(", "));
        String note = missing.isEmpty() ? "" : note("Not drawn, for want of an accuracy or S: " + missing + ".");
        String spread = summary.runs().size() < 2
                ? ""
                : note("Means over the seeds; a bar is one standard deviation of the accuracy up and down.");
        return TradeOffChart.of(summary)
                        .map(chart -> chart(chart) + spread)
                        .orElse("<section><h2>What a patch buys</h2><p class=\"note\">Nothing to draw yet.</p>")
                + note + "</section>";
    }

    private static String chart(TradeOffChart chart) {
        String below = chart.below().isEmpty()
                ? ""
                : note("Below the picture, far under LR-CNN, which takes no patch: " + String.join("; ", chart.below())
                        + ".");
        return "<section aria-labelledby=\"accuracy\"><h2 id=\"accuracy\">What a patch buys</h2>\n"
                + "<p class=\"lead\">Up is more accurate, left is cheaper: the best corner is the upper left.</p>\n"
                + "<div class=\"chart\">" + keys(chart)
                + "<div class=\"wide\">" + PlotRenderer.svg(chart.wide()) + "</div>"
                + "<div class=\"narrow\">" + PlotRenderer.svg(chart.narrow()) + systems(chart) + "</div></div>"
                + below;
    }

    private static String keys(TradeOffChart chart) {
        List<String> keys = new ArrayList<>();
        chart.keys().forEach(series -> keys.add(key(curveSwatch(series), series.name())));
        // With a single kind of point there is nothing to tell apart.
        if (chart.stages().size() > 1) {
            chart.stages()
                    .forEach(stage -> keys.add(key(
                            swatch(16, mark(TradeOffChart.mark(stage), Ink.MUTED, 8), "mark"),
                            stage.equals(SystemResult.NO_STAGE) ? "trained in one go" : stage)));
        }
        return keys.isEmpty() ? "" : "<p class=\"keys\">" + String.join(" ", keys) + "</p>\n";
    }

    private static String systems(TradeOffChart chart) {
        if (chart.systems().isEmpty()) {
            return "";
        }
        return chart.systems().stream()
                .map(system -> key(swatch(12, mark(Mark.CIRCLE, Ink.ofSystem(system), 6), "colour"), system))
                .collect(Collectors.joining(" ", "<p class=\"keys\">", "</p>"));
    }

    private static String key(String swatch, String name) {
        return "<span class=\"key\">" + swatch + Html.escape(name) + "</span>";
    }

    private static String curveSwatch(Series series) {
        String line = "<path d=\"M0 8H34\" fill=\"none\" style=\"stroke:"
                + series.ink().css() + ";stroke-width:2" + dashes(series) + "\"/>";
        return swatch(34, line + mark(series.mark(), series.ink(), 17), "line");
    }

    private static String dashes(Series series) {
        List<Float> lengths = PlotRenderer.dashes(series.line());
        return lengths.isEmpty()
                ? ""
                : lengths.stream()
                        .map(length -> Numbers.brief(length, 1))
                        .collect(Collectors.joining(",", ";stroke-dasharray:", ""));
    }

    private static String mark(Mark mark, Ink ink, double x) {
        return "<path d=\"" + path(mark.shape(x, 8)) + "\" style=\"fill:" + ink.css() + "\"/>";
    }

    private static String swatch(int width, String content, String label) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"" + label + "\" width=\"" + width
                + "\" height=\"16\" viewBox=\"0 0 " + width + " 16\">" + content + "</svg>";
    }

    private static String path(Shape shape) {
        StringBuilder path = new StringBuilder();
        double[] numbers = new double[6];
        for (PathIterator parts = shape.getPathIterator(null); !parts.isDone(); parts.next()) {
            int kind = parts.currentSegment(numbers);
            path.append("MLQCZ".charAt(kind));
            int count = List.of(2, 2, 4, 6, 0).get(kind);
            for (int i = 0; i < count; i++) {
                path.append(i == 0 ? "" : " ").append(Numbers.brief(numbers[i], 2));
            }
        }
        return path.toString();
    }

    private static String note(String text) {
        return "<p class=\"note\">" + Html.escape(text) + "</p>";
    }
}
