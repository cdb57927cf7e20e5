package io.patchdrop.learn.report;

import io.patchdrop.learn.report.Plot.Axis;
import io.patchdrop.learn.report.Plot.Label;
import io.patchdrop.learn.report.Plot.Line;
import io.patchdrop.learn.report.Plot.Point;
import io.patchdrop.learn.report.Plot.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Accuracy against S: sweeps are lines, every other system and stage is a point whose shape tells the stage, and HR-CNN
 * and LR-CNN are the dashed lines between which the others live. What is far less accurate than LR-CNN, which takes no
 * patch at all, lies below the picture, so that the region where systems differ fills it.
 *
 * @param wide with names beside points and lines, for screens
 * @param narrow with few names, for phones; it needs the keys
 * @param keys of the sweeps, in the order of the results
 * @param stages of the points, in the order of the results
 * @param systems that have points in a colour of their own, in the order of the results
 * @param below what lies below the picture
 */
record TradeOffChart(
        Plot wide, Plot narrow, List<Series> keys, List<String> stages, List<String> systems, List<String> below) {
    private static final List<String> REFERENCES = List.of("HR-CNN", "LR-CNN");
    /** How far below LR-CNN the picture reaches: a share of the range above it, and at least some points. */
    private static final double SHARE_BELOW = 0.35;

    private static final double POINTS_BELOW = 5;
    private static final double USUAL_WIDTH = 10;

    /** A result and how it is drawn. */
    private record Placed(SystemResult result, Point point) {
        static Placed of(SystemResult result) {
            return new Placed(result, new Point(result.patches(), result.accuracy()));
        }
    }

    /** The chart, or empty if no result has both numbers. */
    static Optional<TradeOffChart> of(SeedSummary summary) {
        Results results = summary.mean();
        List<SystemResult> measured =
                results.systems().stream().filter(SystemResult::isMeasured).toList();
        if (measured.isEmpty()) {
            return Optional.empty();
        }
        List<Sweep> sweeps = Sweep.in(results);
        List<SystemResult> single = singles(summary, sweeps);
        List<SystemResult> references = single.stream()
                .filter(result -> REFERENCES.contains(result.name()) && !result.hasStage())
                .toList();
        Axis y = accuracyAxis(summary, measured);
        List<Placed> points = single.stream()
                .filter(result -> !references.contains(result))
                .map(Placed::of)
                .toList();
        List<Placed> shown =
                points.stream().filter(placed -> placed.point().y() >= y.min()).toList();

        List<Series> curves = sweeps.stream().map(TradeOffChart::curve).toList();
        List<Series> series = new ArrayList<>();
        references.forEach(result -> series.add(reference(result, results.patches())));
        series.addAll(ties(shown));
        series.addAll(spreads(summary, y));
        series.addAll(curves);
        for (int i = 0; i < shown.size(); i++) {
            series.add(point(shown.get(i), i));
        }
        List<Label> lines = references.stream()
                .map(result -> referenceLabel(result, results.patches()))
                .toList();
        List<Label> all = new ArrayList<>(lines);
        curves.forEach(curve -> curveLabel(curve, series, y).ifPresent(all::add));
        List<Label> names = pointLabels(shown);
        all.addAll(names);
        // Without a colour of their own, points cannot be told apart by a key.
        List<Label> few = new ArrayList<>(lines);
        names.stream().filter(label -> label.ink() == Ink.NEUTRAL).forEach(few::add);
        String description = description(single, sweeps);
        return Optional.of(new TradeOffChart(
                plot("tradeoff", 900, 540, results, description, y, series, all),
                plot("tradeoff-narrow", 330, 400, results, description, y, series, few),
                curves,
                distinct(points.stream().map(placed -> placed.result().stage()).toList()),
                distinct(shown.stream()
                        .map(placed -> placed.result().name())
                        .filter(name -> Ink.ofSystem(name) != Ink.NEUTRAL)
                        .toList()),
                below(points, sweeps, y)));
    }

    /** The shape of a stage's points. */
    static Mark mark(String stage) {
        return switch (stage) {
            case "Pt" -> Mark.TRIANGLE;
            case "Ft-1" -> Mark.SQUARE;
            case SystemResult.NO_STAGE -> Mark.DIAMOND;
            default -> Mark.CIRCLE;
        };
    }

    private static Plot plot(
            String id,
            int width,
            int height,
            Results results,
            String description,
            Axis y,
            List<Series> series,
            List<Label> labels) {
        Axis x = new Axis("S, mean patches used of " + results.patches(), 0, Math.max(1, results.patches()));
        return new Plot(
                id,
                "Accuracy against the mean number of patches used, S",
                description,
                width,
                height,
                x,
                y,
                series,
                labels);
    }

    /** The measured results that belong to no sweep; of those that coincide the first. */
    private static List<SystemResult> singles(SeedSummary summary, List<Sweep> sweeps) {
        Set<Integer> swept =
                sweeps.stream().flatMap(sweep -> sweep.entries().stream()).collect(Collectors.toSet());
        return PrintedRow.of(summary, 2).stream()
                .map(PrintedRow::first)
                .filter(entry -> !swept.contains(entry))
                .map(entry -> summary.systems().get(entry).mean())
                .filter(SystemResult::isMeasured)
                .toList();
    }

    /** A bar up and down from each mean, as far as it lies in the picture; none for a single seed. */
    private static List<Series> spreads(SeedSummary summary, Axis y) {
        List<Series> bars = new ArrayList<>();
        for (PrintedRow row : PrintedRow.of(summary, 2)) {
            SystemSummary system = summary.systems().get(row.first());
            SystemResult mean = system.mean();
            if (mean.isMeasured() && system.accuracyStd() > 0 && mean.accuracy() >= y.min()) {
                Point low = new Point(mean.patches(), Math.max(y.min(), mean.accuracy() - system.accuracyStd()));
                Point high = new Point(mean.patches(), Math.min(y.max(), mean.accuracy() + system.accuracyStd()));
                bars.add(new Series(
                        "spread " + bars.size(),
                        Ink.ofSystem(mean.name()),
                        Line.HAIRLINE,
                        Mark.NONE,
                        List.of(low, high)));
            }
        }
        return bars;
    }

    private static Series reference(SystemResult result, int patches) {
        Point left = new Point(0, result.accuracy());
        Point right = new Point(Math.max(1, patches), result.accuracy());
        return new Series(result.name(), Ink.NEUTRAL, Line.REFERENCE, Mark.NONE, List.of(left, right));
    }

    private static Label referenceLabel(SystemResult result, int patches) {
        String text = result.name() + " " + Numbers.fixed(result.accuracy(), 1) + " %, S = "
                + Numbers.brief(result.patches(), 1);
        return new Label(text, Ink.MUTED, new Point(patches, result.accuracy()), true);
    }

    private static Series curve(Sweep sweep) {
        List<Point> points = sweep.curve().points().stream()
                .map(point -> new Point(point.patches(), point.accuracy()))
                .toList();
        boolean byPrice = sweep.setting() == Sweep.Setting.LAMBDA;
        Line line =
                switch (sweep.system()) {
                    case "Cascade" -> Line.DASHED;
                    case "Random" -> Line.DOTTED;
                    case "Central" -> Line.DASH_DOT;
                    default -> byPrice ? Line.DASHED : Line.SOLID;
                };
        Mark mark =
                switch (sweep.system()) {
                    case "Cascade" -> Mark.SMALL_SQUARE;
                    case "Random" -> Mark.SMALL_TRIANGLE;
                    case "Central" -> Mark.SMALL_DIAMOND;
                    default -> byPrice ? Mark.SMALL_DIAMOND : Mark.SMALL_CIRCLE;
                };
        return new Series(sweep.title(), Ink.ofSystem(sweep.system()), line, mark, points);
    }

    /** Hairlines that tie the stages of a system together. */
    private static List<Series> ties(List<Placed> shown) {
        List<Series> ties = new ArrayList<>();
        byNameAndSetting(shown).forEach((name, stages) -> {
            if (stages.size() > 1) {
                Ink ink = Ink.ofSystem(stages.get(0).result().name());
                List<Point> points = stages.stream().map(Placed::point).toList();
                ties.add(new Series("stages of " + name, ink, Line.HAIRLINE, Mark.NONE, points));
            }
        });
        return ties;
    }

    private static Map<String, List<Placed>> byNameAndSetting(List<Placed> shown) {
        Map<String, List<Placed>> groups = new LinkedHashMap<>();
        shown.forEach(placed -> groups.computeIfAbsent(placed.result().nameWithSetting(), name -> new ArrayList<>())
                .add(placed));
        return groups;
    }

    private static Series point(Placed placed, int index) {
        SystemResult result = placed.result();
        return new Series(
                "point " + index + " " + result.nameWithStage(),
                Ink.ofSystem(result.name()),
                Line.NONE,
                mark(result.stage()),
                List.of(placed.point()));
    }

    /** Each system is named at its most accurate stage. */
    private static List<Label> pointLabels(List<Placed> shown) {
        List<Label> labels = new ArrayList<>();
        byNameAndSetting(shown).values().forEach(stages -> stages.stream()
                .max(Comparator.comparingDouble(placed -> placed.point().y()))
                .ifPresent(best -> labels.add(new Label(
                        best.result().nameWithStage(),
                        Ink.ofSystem(best.result().name()),
                        best.point(),
                        false))));
        return labels;
    }

    /** A curve is named where, as far as it is seen, it lies furthest from everything else. */
    private static Optional<Label> curveLabel(Series curve, List<Series> series, Axis y) {
        List<Point> others = series.stream()
                .filter(other ->
                        !other.equals(curve) && other.line() != Line.HAIRLINE && other.line() != Line.REFERENCE)
                .flatMap(other -> other.points().stream())
                .toList();
        return curve.points().stream()
                .filter(point -> point.y() >= y.min())
                .max(Comparator.comparingDouble(point -> others.stream()
                        .mapToDouble(other -> distance(point, other, y))
                        .min()
                        .orElse(0)))
                .map(point -> new Label(curve.name(), curve.ink(), point, false));
    }

    /** As a share of the picture's height, at the usual 16 patches. */
    private static double distance(Point one, Point other, Axis y) {
        return Math.hypot((one.x() - other.x()) / USUAL_WIDTH, (one.y() - other.y()) / (y.max() - y.min()));
    }

    private static Axis accuracyAxis(SeedSummary summary, List<SystemResult> measured) {
        double min = measured.stream().mapToDouble(SystemResult::accuracy).min().orElse(0);
        double max = measured.stream().mapToDouble(SystemResult::accuracy).max().orElse(100);
        double free = measured.stream()
                .filter(result -> result.name().equals("LR-CNN"))
                .mapToDouble(SystemResult::accuracy)
                .findFirst()
                .orElse(min);
        min = Math.max(min, free - Math.max(POINTS_BELOW, SHARE_BELOW * (max - free)));
        for (SystemSummary system : summary.systems()) {
            // The whole bar of what is in the picture; a single seed has none.
            if (system.mean().isMeasured()
                    && system.accuracyStd() > 0
                    && system.mean().accuracy() >= min) {
                max = Math.max(max, system.mean().accuracy() + system.accuracyStd());
            }
        }
        double margin = Math.max(1, 0.08 * (max - min));
        return new Axis("accuracy, %", Math.max(0, min - margin), Math.max(min + 1, Math.min(101, max + margin)));
    }

    private static List<String> below(List<Placed> points, List<Sweep> sweeps, Axis y) {
        List<String> below = new ArrayList<>();
        for (Sweep sweep : sweeps) {
            sweep.curve().points().stream()
                    .filter(point -> point.accuracy() < y.min())
                    .mapToDouble(Curve.Point::patches)
                    .max()
                    .ifPresent(patches -> below.add(sweep.title() + " up to S = " + Numbers.brief(patches, 1)));
        }
        points.stream()
                .filter(placed -> placed.point().y() < y.min())
                .forEach(placed -> below.add(words(placed.result())));
        return below;
    }

    private static String description(List<SystemResult> singles, List<Sweep> sweeps) {
        List<String> parts = new ArrayList<>();
        for (Sweep sweep : sweeps) {
            List<Curve.Point> points = sweep.curve().points();
            parts.add(sweep.title() + ": from " + words(points.get(0)) + " to " + words(points.get(points.size() - 1)));
        }
        singles.forEach(result -> parts.add(words(result)));
        return parts.stream().collect(Collectors.joining("; ", "", "."));
    }

    private static String words(SystemResult result) {
        return result.nameWithStage() + " " + words(new Curve.Point(result.patches(), result.accuracy()));
    }

    private static String words(Curve.Point point) {
        return Numbers.fixed(point.accuracy(), 1) + " % at S = " + Numbers.brief(point.patches(), 1);
    }

    private static List<String> distinct(List<String> texts) {
        Set<String> distinct = new LinkedHashSet<>(texts);
        return List.copyOf(distinct);
    }
}
