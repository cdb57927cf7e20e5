package io.patchdrop.learn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearningRateScheduleTest {
    @Test
    void constantStays() {
        for (double progress = 0; progress <= 1; progress += 0.01) {
            assertThat(LearningRateSchedule.CONSTANT.factor(progress)).isEqualTo(1);
        }
    }

    /** Epochs 150 and 250 of 300. */
    @Test
    void stepsAreThoseOfThePaper() {
        for (int epoch = 0; epoch <= 300; epoch++) {
            double expected = epoch < 150 ? 1 : epoch < 250 ? 0.1 : 0.01;
            assertThat(LearningRateSchedule.STEPS.factor(epoch / 300.0)).isEqualTo(expected);
        }
    }

    @Test
    void cosineIsTheSquareOfAQuarterCosine() {
        for (int i = 0; i <= 100; i++) {
            double quarter = Math.cos(Math.PI / 2 * i / 100);
            assertThat(LearningRateSchedule.COSINE.factor(i / 100.0)).isCloseTo(quarter * quarter, within(1e-12));
        }
    }

    @Test
    void oneCycleRisesForAFifthAndFalls() {
        assertThat(LearningRateSchedule.ONE_CYCLE.factor(0)).isCloseTo(0.04, within(1e-12));
        assertThat(LearningRateSchedule.ONE_CYCLE.factor(0.1)).isCloseTo(0.52, within(1e-12));
        assertThat(LearningRateSchedule.ONE_CYCLE.factor(0.2)).isCloseTo(1, within(1e-12));
        assertThat(LearningRateSchedule.ONE_CYCLE.factor(0.6)).isCloseTo(0.5, within(1e-12));
        assertThat(LearningRateSchedule.ONE_CYCLE.factor(1)).isCloseTo(0, within(1e-12));
        for (int i = 0; i < 1000; i++) {
            double change = LearningRateSchedule.ONE_CYCLE.factor((i + 1) / 1000.0)
                    - LearningRateSchedule.ONE_CYCLE.factor(i / 1000.0);
            assertThat(Math.signum(change)).as("at %s", i).isEqualTo(i < 200 ? 1 : -1);
            assertThat(Math.abs(change)).as("without a jump at %s", i).isLessThan(0.01);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noScheduleLeavesItsRange(LearningRateSchedule schedule) {
        for (int i = 0; i <= 1000; i++) {
            assertThat(schedule.factor(i / 1000.0)).isBetween(0.0, 1.0);
        }
    }
}
