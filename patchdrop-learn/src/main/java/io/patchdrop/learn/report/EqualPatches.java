package io.patchdrop.learn.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Systems side by side at equal S: every sweep interpolated at the same values of S, and every other system beside
 * Anytime at the S that it uses. Over several seeds, each run is interpolated by itself and differences are taken
 * within a run.
 *
 * @param steps the values of S of the sweeps' columns
 * @param sweeps one row a sweep
 * @param rivals one row a system and stage that is no sweep; empty without Anytime
 */
record EqualPatches(List<Integer> steps, List<SweepRow> sweeps, List<Rival> rivals) {
    static final String TITLE = "Accuracy at equal S";
    static final String CAPTION = "Linear between measured points; blank where nothing was measured on both sides.";
    static final String RIVALS_TITLE = "Each system beside Anytime at the system's own S";

    private static final String CHAMPION = "Anytime";
    private static final List<Integer> STEPS = List.of(1, 2, 3, 4, 5, 6, 7, 8, 10, 12);

    /** @param accuracies one a step, missing outside the measured range */
    record SweepRow(String title, String system, List<Measure> accuracies) {
        String cell(int step) {
            Measure accuracy = accuracies.get(step);
            return accuracy.isMissing() ? "" : accuracy.text(1);
        }
    }

    /**
     * @param name the system with its setting
     * @param champion the accuracy of Anytime at this system's S, missing outside its measured range
     * @param difference Anytime's accuracy less this system's, in points
     */
    record Rival(String name, SystemSummary system, Measure champion, Measure difference) {
        String championCell() {
            return champion.isMissing() ? "" : champion.text(1);
        }
    }

    static EqualPatches of(SeedSummary summary) {
        Results mean = summary.mean();
        List<Integer> steps = Sweep.scaled(STEPS, mean.patches());
        List<List<Sweep>> sweeps = summary.runs().stream().map(Sweep::in).toList();
        List<SweepRow> rows = new ArrayList<>();
        for (Sweep sweep : Sweep.in(mean)) {
            List<Measure> accuracies = steps.stream()
                    .map(step -> over(sweeps, own -> accuracy(find(own, sweep.title()), step)))
                    .toList();
            rows.add(new SweepRow(sweep.title(), sweep.system(), accuracies));
        }
        return new EqualPatches(steps, rows, rivals(summary, sweeps));
    }

    /** The sweep of Anytime that the others are set beside: over the confidence if there is one. */
    static Optional<Sweep> champion(List<Sweep> sweeps) {
        return sweeps.stream()
                .filter(sweep -> sweep.system().equals(CHAMPION))
                .min(Comparator.comparing(Sweep::setting));
    }

    boolean isEmpty() {
        return sweeps.isEmpty();
    }

    /** Whether no other sweep is as accurate at this step, among at least two. */
    boolean isBest(SweepRow row, int step) {
        List<Double> measured = sweeps.stream()
                .map(other -> other.accuracies().get(step).mean())
                .filter(Double::isFinite)
                .toList();
        double own = row.accuracies().get(step).mean();
        return measured.size() > 1 && measured.stream().allMatch(other -> own >= other);
    }

    private static List<Rival> rivals(SeedSummary summary, List<List<Sweep>> sweeps) {
        Results mean = summary.mean();
        if (champion(Sweep.in(mean)).isEmpty()) {
            return List.of();
        }
        Set<Integer> swept = new HashSet<>();
        Sweep.in(mean).forEach(sweep -> swept.addAll(sweep.entries()));
        List<Rival> rivals = new ArrayList<>();
        for (PrintedRow row : PrintedRow.of(summary, 1)) {
            if (!swept.contains(row.first())) {
                rivals.add(rival(summary, sweeps, row));
            }
        }
        return rivals;
    }

    private static Rival rival(SeedSummary summary, List<List<Sweep>> sweeps, PrintedRow row) {
        List<Double> champions = new ArrayList<>();
        List<Double> differences = new ArrayList<>();
        for (int run = 0; run < summary.runs().size(); run++) {
            SystemResult own = summary.entry(run, row.first());
            double champion = accuracy(champion(sweeps.get(run)), own.patches());
            champions.add(champion);
            differences.add(champion - own.accuracy());
        }
        return new Rival(
                row.name(), summary.systems().get(row.first()), Measure.of(champions), Measure.of(differences));
    }

    private static Optional<Sweep> find(List<Sweep> sweeps, String title) {
        return sweeps.stream().filter(sweep -> sweep.title().equals(title)).findFirst();
    }

    private static double accuracy(Optional<Sweep> sweep, double patches) {
        OptionalDouble accuracy =
                sweep.map(found -> found.curve().accuracyAt(patches)).orElse(OptionalDouble.empty());
        return accuracy.orElse(Double.NaN);
    }

    private static Measure over(List<List<Sweep>> runs, ToDoubleFunction<List<Sweep>> number) {
        return Measure.of(runs.stream().map(run -> number.applyAsDouble(run)).toList());
    }
}
