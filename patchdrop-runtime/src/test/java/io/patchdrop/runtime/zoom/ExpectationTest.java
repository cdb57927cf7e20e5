package io.patchdrop.runtime.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.core.bundle.Guarantee;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.bundle.PatchAccuracy;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.source.Cost;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpectationTest {
    /** Steps 0, 2, 4, 6, 8, 9; a budget table of tau 0.5 (70 %, 0.5 patches) and 0.9 (80 %, 4.5 patches). */
    private static final Manifest MANIFEST =
            LinearModel.dense().manifest(LinearModel.dense().members());

    private static final Manifest CALIBRATED = MANIFEST.withAccuracyByPatches(List.of(
                    new PatchAccuracy(0, 40),
                    new PatchAccuracy(2, 60),
                    new PatchAccuracy(4, 90),
                    new PatchAccuracy(6, 92),
                    new PatchAccuracy(8, 92),
                    new PatchAccuracy(9, 95)))
            .withGuarantees(List.of(new Guarantee(0.02, 0.1, 0.8, 100, 0.005, 93, 3.25, "images")));

    private static ChipQuote chip(int patches, OptionalDouble probabilityRight, @Nullable String failure) {
        return new ChipQuote(
                new Chip(0, new Region(0, 0, 12, 12)),
                null,
                IntStream.range(0, patches).boxed().toList(),
                Cost.NONE,
                0,
                probabilityRight,
                false,
                failure);
    }

    private static ChipQuote chip(int patches, double probabilityRight) {
        return chip(patches, OptionalDouble.of(probabilityRight), null);
    }

    private static void assertExpected(Quote.Expected expected, double accuracy, double patches) {
        assertThat(expected.accuracy().orElseThrow()).isCloseTo(accuracy, within(1e-12));
        assertThat(expected.patches()).isCloseTo(patches, within(1e-12));
    }

    @Test
    void measuredIsTheMeanOfEachChipsNumberOfPatches() {
        List<ChipQuote> chips = List.of(chip(0, 0.1), chip(3, 0.1), chip(9, 0.1));
        for (Budget budget : List.of(Budget.policy(), Budget.patches(3))) {
            Quote.Expected expected = Expectation.of(CALIBRATED, budget, chips);
            assertExpected(expected, (0.4 + 0.75 + 0.95) / 3, 4);
            assertThat(expected.byValueHead()).isFalse();
        }
    }

    @Test
    void patchesInAnotherOrderAreForTheValueHead() {
        for (Budget budget : List.of(Budget.price(0.1, 1), Budget.chosen(5, 2))) {
            Quote.Expected expected = Expectation.of(CALIBRATED, budget, List.of(chip(2, 0.25), chip(2, 0.75)));
            assertExpected(expected, 0.5, 2);
            assertThat(expected.byValueHead()).isTrue();
        }
    }

    @Test
    void withoutCalibrationTheValueHeadIsAsked() {
        Quote.Expected expected =
                Expectation.of(MANIFEST, Budget.patches(3), List.of(chip(3, 0.25), chip(3, 0.5), chip(0, 0.75)));
        assertExpected(expected, 0.5, 2);
        assertThat(expected.byValueHead()).isTrue();
        Quote.Expected nothing = Expectation.of(
                MANIFEST, Budget.patches(3), List.of(chip(3, 0.25), chip(3, OptionalDouble.empty(), null)));
        assertThat(nothing).isEqualTo(new Quote.Expected(OptionalDouble.empty(), 3, false));
    }

    @Test
    void chipsWithoutALookAreNotAmongThoseThatAreRight() {
        ChipQuote failed = chip(0, OptionalDouble.empty(), "gone");
        assertExpected(Expectation.of(CALIBRATED, Budget.patches(4), List.of(chip(4, 0.1), failed)), 0.9, 2);
        assertThat(Expectation.of(CALIBRATED, Budget.patches(4), List.of(failed))
                        .accuracy())
                .isEmpty();
    }

    @Test
    void ofAConfidenceItsGuaranteeElseTheBudgetTable() {
        List<ChipQuote> all = List.of(chip(9, 0.1), chip(9, 0.1));
        assertExpected(Expectation.of(CALIBRATED, Budget.confidence(0.8), all), 0.93, 3.25);
        assertExpected(Expectation.of(CALIBRATED, Budget.confidence(0.81), all), 0.7, 0.5);
        assertExpected(Expectation.of(CALIBRATED, Budget.confidence(0.95), all), 0.8, 4.5);
        assertExpected(Expectation.of(MANIFEST, Budget.confidence(0.8), all), 0.7, 0.5);
        assertThat(Expectation.of(CALIBRATED, Budget.confidence(0.4), all))
                .isEqualTo(new Quote.Expected(OptionalDouble.empty(), 9, false));
        List<ChipQuote> few = List.of(chip(9, 0.1), chip(0, 0.1), chip(0, 0.1));
        assertExpected(Expectation.of(CALIBRATED, Budget.confidence(0.8), few), 0.93, 3);
    }
}
