package io.patchdrop.runtime.zoom;

import io.patchdrop.core.Budget;
import io.patchdrop.core.bundle.ExpectedAccuracy;
import io.patchdrop.core.bundle.Guarantee;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.bundle.Manifest.BudgetRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What is to be expected of a quote. */
final class Expectation {
    private Expectation() {}

    /**
     * With a confidence what was measured of it, over all chips alike; else what each chip's patches let expect.
     *
     * @param chips of the quote
     */
    static Quote.Expected of(Manifest manifest, Budget budget, List<ChipQuote> chips) {
        double patches =
                chips.stream().mapToInt(chip -> chip.patches().size()).average().orElse(0);
        return budget instanceof Budget.Confidence confidence
                ? ofConfidence(manifest, confidence.tau(), patches)
                : ofPatches(manifest, isByScore(budget), chips, patches);
    }

    private static Quote.Expected ofPatches(Manifest manifest, boolean byScore, List<ChipQuote> chips, double patches) {
        if (!byScore || manifest.accuracyByPatches().isEmpty()) {
            OptionalDouble accuracy =
                    mean(chips.stream().map(ChipQuote::probabilityRight).toList());
            return new Quote.Expected(accuracy, patches, accuracy.isPresent());
        }
        // A chip whose look could not be had gets no answer that could be right.
        List<OptionalDouble> accuracies = chips.stream()
                .filter(chip -> chip.failure() == null)
                .map(chip -> ExpectedAccuracy.of(manifest, chip.patches().size()))
                .toList();
        return new Quote.Expected(share(mean(accuracies)), patches, false);
    }

    /**
     * Whether the patches are those of highest score. A price takes what the value head likes, in whatever place of that order:
     * so many patches of its choice are worth less, and the value head is a fair judge of them.
     */
    private static boolean isByScore(Budget budget) {
        return budget instanceof Budget.ByPolicy || budget instanceof Budget.PatchCount;
    }

    /** A guarantee of just this tau was measured on more like the images at hand than the budget table. */
    private static Quote.Expected ofConfidence(Manifest manifest, double tau, double most) {
        Optional<Guarantee> guarantee =
                manifest.guarantees().stream().filter(row -> row.tau() == tau).findFirst();
        Optional<BudgetRow> budget = manifest.budgets().stream()
                .filter(row -> row.tau() <= tau)
                .reduce((lower, higher) -> higher.tau() >= lower.tau() ? higher : lower);
        OptionalDouble accuracy = first(guarantee.map(Guarantee::accuracy), budget.map(BudgetRow::accuracy));
        OptionalDouble patches = first(guarantee.map(Guarantee::patches), budget.map(BudgetRow::patches));
        return new Quote.Expected(share(accuracy), Math.min(patches.orElse(manifest.patches()), most), false);
    }

    private static OptionalDouble first(Optional<Double> one, Optional<Double> other) {
        Optional<Double> value = one.or(() -> other);
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }

    private static OptionalDouble share(OptionalDouble percent) {
        return percent.isPresent() ? OptionalDouble.of(percent.getAsDouble() / 100) : percent;
    }

    /** Nothing if one value is missing, or there are none. */
    private static OptionalDouble mean(List<OptionalDouble> values) {
        return values.stream().allMatch(OptionalDouble::isPresent)
                ? values.stream().mapToDouble(OptionalDouble::getAsDouble).average()
                : OptionalDouble.empty();
    }
}
