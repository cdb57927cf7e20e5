package io.patchdrop.learn.report;

import io.patchdrop.learn.report.Plot.Axis;
import io.patchdrop.learn.report.Plot.Line;
import io.patchdrop.learn.report.Plot.Point;
import io.patchdrop.learn.report.Plot.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Training curves as small charts, one a quantity: what shares a unit shares a chart. */
final class CurveCharts {
    /** Logged with every epoch, but no sign of how training goes. */
    static final Set<String> HOUSEKEEPING = Set.of("learning_rate", "alpha", "seconds");

    private static final List<Ink> INKS = List.of(Ink.SERIES1, Ink.NEUTRAL, Ink.SERIES2, Ink.SERIES4, Ink.SERIES5);

    private static final int CROWDED = 24;

    private CurveCharts() {}

    /** @param caption the quantity */
    record Panel(String caption, Plot plot) {}

    /** The charts of each stage, stages in the order of training. Values that are not finite leave a gap. */
    static Map<String, List<Panel>> of(List<EpochMetrics> curves) {
        Map<String, List<EpochMetrics>> stages = new LinkedHashMap<>();
        for (EpochMetrics epoch : curves) {
            stages.computeIfAbsent(epoch.stage(), stage -> new ArrayList<>()).add(epoch);
        }
        Map<String, List<Panel>> charts = new LinkedHashMap<>();
        stages.forEach((stage, epochs) -> charts.put(stage, panels(stage, charts.size(), epochs)));
        return charts;
    }

    private static List<Panel> panels(String stage, int stageIndex, List<EpochMetrics> epochs) {
        Map<String, Map<String, List<Point>>> quantities = new LinkedHashMap<>();
        for (EpochMetrics epoch : epochs) {
            epoch.values().forEach((name, value) -> {
                if (!HOUSEKEEPING.contains(name) && Double.isFinite(value)) {
                    quantities
                            .computeIfAbsent(quantity(name), quantity -> new LinkedHashMap<>())
                            .computeIfAbsent(name, series -> new ArrayList<>())
                            .add(new Point(epoch.epoch(), value));
                }
            });
        }
        List<Panel> panels = new ArrayList<>();
        quantities.forEach((quantity, lines) -> {
            String id = "curve-" + stageIndex + "-" + panels.size();
            panels.add(new Panel(caption(quantity), plot(id, stage, quantity, lines)));
        });
        return panels;
    }

    private static Plot plot(String id, String stage, String quantity, Map<String, List<Point>> lines) {
        List<Series> series = new ArrayList<>();
        // Validation first: it is what the run is judged by, so it gets the accent.
        List<Map.Entry<String, List<Point>>> ordered = lines.entrySet().stream()
                .sorted(Comparator.comparing(line -> !line.getKey().startsWith("val_")))
                .toList();
        for (int i = 0; i < ordered.size(); i++) {
            Map.Entry<String, List<Point>> line = ordered.get(i);
            // Marks that would touch each other hide the line.
            Mark mark = line.getValue().size() > CROWDED ? Mark.NONE : Mark.CIRCLE;
            series.add(0, new Series(line.getKey(), INKS.get(i % INKS.size()), Line.SOLID, mark, line.getValue()));
        }
        List<Point> all = lines.values().stream().flatMap(List::stream).toList();
        String description = lines.entrySet().stream()
                .map(line -> words(line.getKey()) + " from " + ends(line.getValue()))
                .collect(Collectors.joining("; ", "", "."));
        return new Plot(
                id,
                stage + ": " + caption(quantity) + " by epoch",
                description,
                300,
                170,
                epochAxis(all),
                valueAxis(all),
                series,
                List.of());
    }

    private static Axis epochAxis(List<Point> points) {
        double first = points.stream().mapToDouble(Point::x).min().orElse(1);
        double last = points.stream().mapToDouble(Point::x).max().orElse(1);
        return first < last ? new Axis("epoch", first, last) : new Axis("epoch", first - 1, last + 1);
    }

    private static Axis valueAxis(List<Point> points) {
        double min = points.stream().mapToDouble(Point::y).min().orElse(0);
        double max = points.stream().mapToDouble(Point::y).max().orElse(1);
        double margin = min < max ? 0.06 * (max - min) : Math.max(1e-6, 0.1 * Math.abs(max));
        return new Axis("", min - margin, max + margin);
    }

    /** Losses share a chart, and so do accuracies; training and validation of anything else. */
    private static String quantity(String name) {
        String bare = name.replaceFirst("^(train|val|test)_", "");
        return bare.endsWith("loss") ? "loss" : bare.endsWith("accuracy") ? "accuracy" : bare;
    }

    static String caption(String quantity) {
        return switch (quantity) {
            case "loss" -> "Loss";
            case "accuracy" -> "Accuracy, %";
            case "reward" -> "Reward";
            case "patches" -> "S, patches used";
            case "masks" -> "Distinct masks";
            default -> words(quantity);
        };
    }

    /** A metric's name as a person reads it: {@code val_accuracy} is "validation accuracy". */
    static String words(String name) {
        return name.replaceFirst("^train_", "training ")
                .replaceFirst("^val_", "validation ")
                .replace('_', ' ');
    }

    /** What tells a line apart within its chart: {@code val_accuracy} is "validation". */
    static String legend(String name) {
        return name.matches("(train|val)_(loss|accuracy)") ? words(name).replaceFirst(" .*", "") : words(name);
    }

    private static String ends(List<Point> line) {
        return Numbers.brief(line.get(0).y(), 3) + " to "
                + Numbers.brief(line.get(line.size() - 1).y(), 3);
    }
}
