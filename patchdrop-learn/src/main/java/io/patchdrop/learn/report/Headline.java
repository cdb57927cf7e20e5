package io.patchdrop.learn.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The result of a comparison in one sentence. */
final class Headline {
    private static final List<String> HEROES = List.of("PatchDrop", "BagNet+PatchDrop", "Anytime", "Cascade");
    private static final List<String> STAGES = List.of(SystemResult.NO_STAGE, "Pt", "Ft-1", "Ft-2");
    private static final List<String> REFERENCES = List.of("HR-CNN", "LR-CNN");

    private Headline() {}

    static String of(Results results) {
        Optional<Claim> claim = claim(results);
        if (claim.isPresent()) {
            return of(claim.get(), results.patches());
        }
        Optional<SystemResult> found = hero(results);
        if (found.isEmpty()) {
            return "No system has been evaluated yet.";
        }
        SystemResult hero = found.get();
        String name = hero.hasStage() ? hero.name() + " (" + hero.stage() + ")" : hero.nameWithSetting();
        return name + " answers " + percent(hero) + " right from " + Numbers.brief(hero.patches(), 1) + " of "
                + results.patches() + " patches" + contrast(results, hero) + ".";
    }

    /**
     * What the curve of Anytime shows against HR-CNN: where it first reaches its accuracy, or else its highest point.
     *
     * @param patches S there, interpolated
     * @param accuracy of Anytime there, in percent
     * @param goal the accuracy of HR-CNN, in percent
     * @param overCascade Anytime's accuracy less that of the cascade at the same S, in points; NaN where there is none
     */
    record Claim(double patches, double accuracy, double goal, double overCascade) {
        boolean reached() {
            return accuracy >= goal;
        }
    }

    /** Empty without a sweep of Anytime or without HR-CNN. */
    static Optional<Claim> claim(Results results) {
        List<Sweep> sweeps = Sweep.in(results);
        Optional<Sweep> anytime = EqualPatches.champion(sweeps);
        Optional<SystemResult> reference = results.reference("HR-CNN");
        if (anytime.isEmpty() || reference.isEmpty()) {
            return Optional.empty();
        }
        Curve curve = anytime.get().curve();
        double goal = reference.get().accuracy();
        OptionalDouble reached = curve.cheapestReaching(goal);
        Curve.Point highest = curve.points().stream()
                .max(Comparator.comparingDouble(Curve.Point::accuracy)
                        .thenComparing(
                                Comparator.comparingDouble(Curve.Point::patches).reversed()))
                .orElseThrow();
        double patches = reached.orElse(highest.patches());
        // At the first measured point the curve may already be above the goal.
        double accuracy = Math.max(
                curve.accuracyAt(patches).orElse(highest.accuracy()),
                reached.isPresent() ? goal : Double.NEGATIVE_INFINITY);
        double cascade = sweeps.stream()
                .filter(sweep -> sweep.system().equals("Cascade"))
                .findFirst()
                .map(sweep -> sweep.curve().accuracyAt(patches).orElse(Double.NaN))
                .orElse(Double.NaN);
        return Optional.of(new Claim(patches, accuracy, goal, accuracy - cascade));
    }

    private static String of(Claim claim, int patches) {
        String from = Numbers.brief(claim.patches(), 1) + " of " + patches + " patches.";
        String goal = Numbers.fixed(claim.goal(), 1) + " %";
        return claim.reached()
                ? "Anytime reaches HR-CNN's " + goal + " with " + from
                : "Anytime comes within " + Numbers.fixed(claim.goal() - claim.accuracy(), 1) + " points of HR-CNN's "
                        + goal + " with " + from;
    }

    /**
     * The result that the page is about: the system of the method, at its furthest stage and there at its most accurate;
     * failing that the most accurate system.
     */
    static Optional<SystemResult> hero(Results results) {
        List<SystemResult> measured =
                results.systems().stream().filter(SystemResult::isMeasured).toList();
        for (String name : HEROES) {
            Optional<SystemResult> best = measured.stream()
                    .filter(result -> result.name().equals(name))
                    .max(Comparator.comparingInt((SystemResult result) -> STAGES.indexOf(result.stage()))
                            .thenComparingDouble(SystemResult::accuracy));
            if (best.isPresent()) {
                return best;
            }
        }
        Comparator<SystemResult> byAccuracy = Comparator.comparingDouble(SystemResult::accuracy);
        return measured.stream()
                .filter(result -> !REFERENCES.contains(result.name()))
                .max(byAccuracy)
                .or(() -> measured.stream().max(byAccuracy));
    }

    private static String contrast(Results results, SystemResult hero) {
        for (String name : REFERENCES) {
            Optional<SystemResult> reference = results.reference(name);
            if (reference.isPresent() && !hero.name().equals(name)) {
                return contrast(reference.get(), hero, results.patches());
            }
        }
        return "";
    }

    private static String contrast(SystemResult reference, SystemResult hero, int patches) {
        if (reference.name().equals("LR-CNN")) {
            return "; LR-CNN, which takes none, " + percent(reference);
        }
        return reference.accuracy() > hero.accuracy()
                ? "; HR-CNN needs all " + patches + " for " + percent(reference)
                : "; HR-CNN takes all " + patches + " and reaches " + percent(reference);
    }

    private static String percent(SystemResult result) {
        return Numbers.fixed(result.accuracy(), 1) + " %";
    }
}
