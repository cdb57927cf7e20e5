package io.patchdrop.core.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Seeds;
import io.patchdrop.core.risk.LearnThenTest.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnThenTestTest {
    private static final double EPSILON = 0.02;
    private static final double DELTA = 0.1;

    /** 0.50, 0.51, ..., 0.99, 1. */
    private static List<Double> taus() {
        List<Double> taus = new ArrayList<>();
        for (int i = 50; i <= 100; i++) {
            taus.add(i / 100.0);
        }
        return taus;
    }

    /**
     * Images whose law is known: at the tau of index t an image is lost with probability worse(t), won with half of that, and
     * at all taus the same number decides, as with real images, whose answers at neighbouring taus are mostly the same.
     */
    private static final class Population {
        private final double steepness;

        private Population(double steepness) {
            this.steepness = steepness;
        }

        private double worse(int t) {
            return 0.2 * Math.pow((50 - t) / 50.0, steepness);
        }

        private double lost(double tau) {
            return worse((int) Math.round(tau * 100) - 50) / 2;
        }

        private Outcomes draw(int images, RandomGenerator random) {
            Outcomes outcomes = new Outcomes(taus());
            for (int image = 0; image < images; image++) {
                double u = random.nextDouble();
                boolean[] right = new boolean[51];
                int[] patches = new int[51];
                boolean all = u < 0.9;
                for (int t = 0; t <= 50; t++) {
                    boolean lost = u < worse(t);
                    boolean won = u > 1 - worse(t) / 2 && !all;
                    right[t] = all ? !lost : won;
                    patches[t] = 1 + t * 15 / 50;
                }
                outcomes.add(right, patches);
            }
            return outcomes;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 3})
    void thePromiseFailsNoMoreOftenThanItMay(double steepness) {
        Population population = new Population(steepness);
        int failures = 0;
        int naive = 0;
        double patches = 0;
        for (int split = 0; split < 200; split++) {
            Outcomes outcomes = population.draw(2000, Seeds.generator(11, "split", split));
            Choice choice = LearnThenTest.choose(outcomes, EPSILON, DELTA, split);
            failures += population.lost(choice.tau()) > EPSILON ? 1 : 0;
            naive += population.lost(smallestThatSeemsGood(outcomes)) > EPSILON ? 1 : 0;
            patches += choice.patches() / 200;
        }
        // P(binomial(200, 0.1) > 35) is below 0.001.
        assertThat(failures).isLessThanOrEqualTo(35);
        assertThat(naive).as("believing the sample fails").isGreaterThan(60);
        assertThat(patches).as("and it saves something").isLessThan(15);
    }

    private static double smallestThatSeemsGood(Outcomes outcomes) {
        int t = 50;
        while (t > 0 && outcomes.lost(t - 1) <= EPSILON) {
            t--;
        }
        return outcomes.taus().get(t);
    }

    @Test
    void manyTausThatOnlyJustFailDoNotAddUp() {
        int failures = 0;
        for (int split = 0; split < 200; split++) {
            RandomGenerator random = Seeds.generator(12, "just", split);
            Outcomes outcomes = new Outcomes(taus());
            for (int image = 0; image < 1000; image++) {
                boolean[] right = new boolean[51];
                right[50] = true;
                for (int t = 0; t < 50; t++) {
                    right[t] = random.nextDouble() >= EPSILON + 1e-9; // at each tau anew
                }
                outcomes.add(right, new int[51]);
            }
            failures += LearnThenTest.choose(outcomes, EPSILON, DELTA, split).tau() < 1 ? 1 : 0;
        }
        assertThat(failures).isLessThanOrEqualTo(35);
    }

    @Test
    void withTooFewImagesAllPatchesAreBought() {
        Population harmless = new Population(50);
        Choice choice = LearnThenTest.choose(harmless.draw(50, Seeds.generator(1, "few")), 0.005, DELTA, 1);
        assertThat(choice.tau()).isEqualTo(1);
        assertThat(choice.lost()).isZero();
        assertThat(choice.patches()).isEqualTo(16);
    }

    @Test
    void whatIsReportedIsWhatWasSeen() {
        Outcomes outcomes = new Outcomes(List.of(0.5, 1.0));
        for (int i = 0; i < 1000; i++) {
            outcomes.add(new boolean[] {i % 100 != 0, i % 200 != 50}, new int[] {i % 2, 4});
        }
        assertThat(outcomes.size()).isEqualTo(1000);
        assertThat(outcomes.lost(0)).isCloseTo(0.005, within(1e-12));
        assertThat(outcomes.losses(0)).startsWith(1, 0).containsOnly(-1, 0, 1);
        Choice choice = LearnThenTest.choose(outcomes, 0.1, DELTA, 3);
        assertThat(choice).isEqualTo(new Choice(0.5, 0.005, 0.99, 0.5));
        assertThat(LearnThenTest.choose(outcomes, 0.1, DELTA, 3)).isEqualTo(choice);
    }

    @Test
    void wrongInputIsRefused() {
        Outcomes outcomes = new Outcomes(List.of(0.5, 1.0));
        assertThatThrownBy(() -> LearnThenTest.choose(outcomes, 0.1, 0.1, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no images");
        outcomes.add(new boolean[2], new int[2]);
        assertThatThrownBy(() -> LearnThenTest.choose(outcomes, 0, 0.1, 1)).hasMessageContaining("epsilon is 0.0");
        assertThatThrownBy(() -> LearnThenTest.choose(outcomes, 0.1, 1, 1)).hasMessageContaining("delta is 1.0");
        assertThatThrownBy(() -> outcomes.add(new boolean[1], new int[2])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Outcomes(List.of(0.5, 0.9))).hasMessageContaining("the last tau is not 1");
        assertThatThrownBy(() -> new Outcomes(List.of(0.5, 0.5, 1.0))).hasMessageContaining("do not rise");
        assertThatThrownBy(() -> new Outcomes(List.of(0.0, 1.0))).isInstanceOf(InvalidInputException.class);
    }
}
