package io.patchdrop.learn.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The result of a comparison in one sentence. */
final class Headline {
    private static final List<String> HEROES = List.of("PatchDrop", "BagNet+PatchDrop", "Anytime", "Cascade");
    private static final List<String> STAGES = List.of(SystemResult.NO_STAGE, "Pt", "Ft-1", "Ft-2");
    private static final List<String> REFERENCES = List.of("HR-CNN", "LR-CNN");

    private Headline() {}

    static String of(Results results) {
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
     * The result that the page is about: the system of the method, at its furthest stage and there at its most accurate;
     * failing that the most accurate system.
     */
    static Optional<SystemResult> hero(Results results) {
        List<SystemResult> measured = results.systems().stream()
                .filter(result -> Double.isFinite(result.accuracy()) && Double.isFinite(result.patches()))
                .toList();
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
            Optional<SystemResult> reference = results.systems().stream()
                    .filter(result -> result.name().equals(name) && Double.isFinite(result.accuracy()))
                    .findFirst();
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
