package io.patchdrop.learn.report;

import io.patchdrop.learn.report.Plot.Axis;
import io.patchdrop.learn.report.Plot.Kind;
import io.patchdrop.learn.report.Plot.Label;
import io.patchdrop.learn.report.Plot.Point;
import io.patchdrop.learn.report.Plot.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Accuracy against S: every system a named point, a system with several operating points a line, HR-CNN and LR-CNN the
 * dashed lines between which the others live.
 */
final class TradeOffChart {
    private static final List<String> REFERENCES = List.of("HR-CNN", "LR-CNN");

    private TradeOffChart() {}

    /** The chart, or empty if no result has both numbers. */
    static Optional<Plot> of(Results results) {
        Map<String, List<SystemResult>> groups = new LinkedHashMap<>();
        for (SystemResult result : results.systems()) {
            if (drawable(result)) {
                groups.computeIfAbsent(result.nameWithStage(), name -> new ArrayList<>())
                        .add(result);
            }
        }
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        List<Series> series = new ArrayList<>();
        List<Label> references = new ArrayList<>();
        List<Label> labels = new ArrayList<>();
        groups.forEach((name, group) -> {
            SystemResult first = group.get(0);
            if (REFERENCES.contains(first.name()) && group.size() == 1) {
                series.add(0, reference(first, results.patches()));
                references.add(referenceLabel(first, results.patches()));
            } else {
                Series drawn = series(name, group);
                series.add(drawn);
                labels.add(new Label(name, drawn.ink(), anchor(drawn), false));
            }
        });
        references.addAll(labels);
        return Optional.of(new Plot(
                "tradeoff",
                "Accuracy against the mean number of patches used, S",
                description(results),
                760,
                430,
                new Axis("S, mean patches used of " + results.patches(), 0, Math.max(1, results.patches())),
                accuracyAxis(groups.values().stream().flatMap(List::stream).toList()),
                series,
                references));
    }

    static boolean drawable(SystemResult result) {
        return Double.isFinite(result.accuracy()) && Double.isFinite(result.patches());
    }

    private static Series reference(SystemResult result, int patches) {
        Point left = new Point(0, result.accuracy());
        Point right = new Point(Math.max(1, patches), result.accuracy());
        return new Series(result.nameWithStage(), Ink.NEUTRAL, Kind.REFERENCE, List.of(left, right));
    }

    private static Label referenceLabel(SystemResult result, int patches) {
        String text = result.nameWithStage() + " " + Numbers.fixed(result.accuracy(), 1) + " %, S = "
                + Numbers.brief(result.patches(), 1);
        return new Label(text, Ink.MUTED, new Point(patches, result.accuracy()), true);
    }

    private static Series series(String name, List<SystemResult> group) {
        List<Point> points = group.stream()
                .map(result -> new Point(result.patches(), result.accuracy()))
                .sorted(Comparator.comparingDouble(Point::x))
                .toList();
        Kind kind = points.size() > 1 ? Kind.LINE : Kind.POINTS;
        return new Series(name, Ink.ofSystem(group.get(0).name()), kind, points);
    }

    /** A line is named at its middle point, where lines lie furthest apart. */
    private static Point anchor(Series series) {
        return series.points().get(series.points().size() / 2);
    }

    private static Axis accuracyAxis(List<SystemResult> drawn) {
        double min = drawn.stream().mapToDouble(SystemResult::accuracy).min().orElse(0);
        double max = drawn.stream().mapToDouble(SystemResult::accuracy).max().orElse(100);
        double margin = Math.max(1, 0.08 * (max - min));
        return new Axis("accuracy, %", Math.max(0, min - margin), Math.max(min + 1, Math.min(101, max + margin)));
    }

    private static String description(Results results) {
        return results.systems().stream()
                .filter(TradeOffChart::drawable)
                .map(result -> result.nameWithStage() + ": " + Numbers.fixed(result.accuracy(), 1) + " % at S = "
                        + Numbers.brief(result.patches(), 1))
                .collect(Collectors.joining("; ", "", "."));
    }
}
