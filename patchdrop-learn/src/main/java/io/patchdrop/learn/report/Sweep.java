package io.patchdrop.learn.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * One trained system at several operating points.
 *
 * @param system its name
 * @param setting what was varied
 * @param title the system, with the setting where two sweeps of the system are told apart by it
 * @param entries where its operating points stand in {@link Results#systems}
 * @param curve its accuracy against S
 */
record Sweep(String system, Setting setting, String title, List<Integer> entries, Curve curve) {
    /** A sweep of so few operating points is shown whole. */
    private static final int FEW = 4;

    private static final List<Integer> SHOWN_AT = List.of(3, 5, 7);
    /** The grid that the values of S in this package are chosen for. */
    private static final double USUAL_PATCHES = 16;

    /** What a sweep varies. */
    enum Setting {
        /** The confidence at which it stops. */
        TAU,
        /** The price of a patch. */
        LAMBDA,
        /** The number of patches itself. */
        PATCHES;

        static Setting of(SystemResult result) {
            return result.tau() != null ? TAU : result.lambda() != null ? LAMBDA : PATCHES;
        }

        String word() {
            return switch (this) {
                case TAU -> "tau";
                case LAMBDA -> "lambda";
                case PATCHES -> "S";
            };
        }
    }

    private record Key(String system, Setting setting) {}

    /** The sweeps among the results: systems without stages that have two or more measured operating points. */
    static List<Sweep> in(Results results) {
        Map<Key, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < results.systems().size(); i++) {
            SystemResult result = results.systems().get(i);
            if (!result.hasStage()) {
                groups.computeIfAbsent(new Key(result.name(), Setting.of(result)), key -> new ArrayList<>())
                        .add(i);
            }
        }
        List<Sweep> sweeps = new ArrayList<>();
        groups.forEach((key, entries) -> {
            Curve curve = curve(results, entries);
            if (curve.points().size() > 1) {
                long siblings = groups.keySet().stream()
                        .filter(other -> other.system().equals(key.system()))
                        .count();
                String title =
                        siblings > 1 ? key.system() + " (" + key.setting().word() + ")" : key.system();
                sweeps.add(new Sweep(key.system(), key.setting(), title, List.copyOf(entries), curve));
            }
        });
        return sweeps;
    }

    /**
     * The values of S at which systems are set side by side, chosen for 16 patches and scaled to the grid, below all of
     * its patches.
     */
    static List<Integer> scaled(List<Integer> steps, int patches) {
        return steps.stream()
                .map(step -> (int) Math.round(step * patches / USUAL_PATCHES))
                .filter(step -> step > 0 && step < patches)
                .distinct()
                .toList();
    }

    /**
     * The entries for a short table: all that are in no sweep; of a sweep those nearest to a few values of S, and the
     * cheapest that is as accurate as HR-CNN. A sweep over S has no setting to name a row by: it is shown only if the
     * system has nothing else.
     */
    static List<Integer> representatives(Results results) {
        Set<Integer> shown = new TreeSet<>(
                IntStream.range(0, results.systems().size()).boxed().toList());
        for (Sweep sweep : in(results)) {
            sweep.entries().forEach(shown::remove);
            boolean named = sweep.setting() != Setting.PATCHES;
            Set<Integer> own = new HashSet<>(sweep.entries());
            boolean alone = IntStream.range(0, results.systems().size())
                    .noneMatch(i ->
                            !own.contains(i) && results.systems().get(i).name().equals(sweep.system()));
            if (named || alone) {
                shown.addAll(sweep.few(results));
            }
        }
        return List.copyOf(shown);
    }

    private Set<Integer> few(Results results) {
        if (entries.size() <= FEW) {
            return new TreeSet<>(entries);
        }
        List<Integer> measured = entries.stream()
                .filter(entry -> results.systems().get(entry).isMeasured())
                .toList();
        Comparator<Integer> cheaper =
                Comparator.comparingDouble(entry -> results.systems().get(entry).patches());
        Set<Integer> few = new TreeSet<>();
        for (int step : scaled(SHOWN_AT, results.patches())) {
            measured.stream()
                    .min(Comparator.comparingDouble(
                            entry -> Math.abs(results.systems().get(entry).patches() - step)))
                    .ifPresent(few::add);
        }
        double goal = results.reference("HR-CNN").map(SystemResult::accuracy).orElse(Double.POSITIVE_INFINITY);
        measured.stream()
                .filter(entry -> results.systems().get(entry).accuracy() >= goal)
                .min(cheaper)
                .ifPresent(few::add);
        return few;
    }

    private static Curve curve(Results results, List<Integer> entries) {
        return new Curve(entries.stream()
                .map(results.systems()::get)
                .map(result -> new Curve.Point(result.patches(), result.accuracy()))
                .toList());
    }
}
