package io.patchdrop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewardTest {
    @Test
    void theClosedFormInSixteenths() {
        Reward reward = new Reward(0.5);
        for (int taken = 0; taken <= 16; taken++) {
            // 1 - (taken / 16)^2 = (256 - taken^2) / 256, exact in binary.
            assertThat(reward.of(true, taken, 16)).isEqualTo((256 - taken * taken) / 256.0);
            assertThat(reward.of(false, taken, 16)).isEqualTo(-0.5);
        }
        assertThat(reward.of(true, 1, 9)).isCloseTo(80.0 / 81, within(1e-15));
    }

    @Test
    void aBatchIsItsImages() {
        float[] rewards = new Reward(10).of(new boolean[] {true, false, true}, new int[] {4, 4, 16}, 16);
        assertThat(rewards).containsExactly(0.9375f, -10f, 0f);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void sigmaMustBeAFinitePenalty(double sigma) {
        assertThatThrownBy(() -> new Reward(sigma))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sigma is " + sigma);
    }

    @Test
    void impossibleCountsAreRefused() {
        Reward reward = new Reward(0);
        assertThatThrownBy(() -> reward.of(true, 17, 16)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reward.of(true, -1, 16)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reward.of(new boolean[2], new int[3], 16))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void alphaRisesOnALineAndStays() {
        AlphaSchedule schedule = new AlphaSchedule(0.7, 0.95, 0.5);
        assertThat(schedule.alpha(0)).isEqualTo(0.7);
        assertThat(schedule.alpha(0.1)).isCloseTo(0.75, within(1e-12));
        assertThat(schedule.alpha(0.25)).isCloseTo(0.825, within(1e-12));
        assertThat(schedule.alpha(0.5)).isEqualTo(0.95);
        assertThat(schedule.alpha(1)).isEqualTo(0.95);
        assertThat(new AlphaSchedule(0.7, 0.95, 0).alpha(0)).isEqualTo(0.95);
        assertThat(new AlphaSchedule(0.9, 0.6, 1).alpha(0.5)).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void alphaOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new AlphaSchedule(-0.1, 1, 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new AlphaSchedule(0.1, 1.1, 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new AlphaSchedule(0.1, 1, Double.NaN)).isInstanceOf(InvalidInputException.class);
        AlphaSchedule schedule = new AlphaSchedule(0.1, 1, 1);
        assertThatThrownBy(() -> schedule.alpha(1.5)).isInstanceOf(IllegalArgumentException.class);
    }
}
