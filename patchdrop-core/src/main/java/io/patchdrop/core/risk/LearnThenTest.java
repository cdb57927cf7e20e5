package io.patchdrop.core.risk;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Seeds;

/**
 * Chooses a confidence whose loss against all patches is at most epsilon, and is wrong about that with a probability of at
 * most delta over the draw of the images.
 *
 * <p>For each tau the hypothesis is "E[right with all patches - right at tau] is more than epsilon". They are tested from the
 * largest tau below 1 downwards, each at the level delta, up to the first that cannot be rejected (fixed-sequence testing).
 * The first true hypothesis of that fixed order is rejected with a probability of at most delta, and no later one without it:
 * so all that are rejected are false, but for a probability of delta, however many taus there are. The smallest rejected tau
 * is chosen; if there is none, 1, which is all patches and loses nothing by definition. The p-values are those of
 * {@link BettingTest}.
 */
public final class LearnThenTest {
    private LearnThenTest() {}

    /**
     * The tau chosen, and what was seen at it.
     *
     * @param tau in (0, 1]; 1 stands for all patches
     * @param lost accuracy lost against all patches on the images, from -1 to 1
     * @param accuracy on the images, from 0 to 1
     * @param patches mean number on the images
     */
    public record Choice(double tau, double lost, double accuracy, double patches) {}

    /**
     * Chooses.
     *
     * @param outcomes of images that are independent draws of what the promise is for, and with which nothing of the model
     *     was trained or chosen
     * @param epsilon accuracy that may be lost, in (0, 1)
     * @param delta probability that the promise does not hold, in (0, 1)
     * @param seed of the order in which the images are bet on
     * @throws InvalidInputException if epsilon or delta is out of its range, or there are no images
     */
    public static Choice choose(Outcomes outcomes, double epsilon, double delta, long seed) {
        requireInside("epsilon", epsilon);
        requireInside("delta", delta);
        if (outcomes.size() == 0) {
            throw new InvalidInputException("There are no images to calibrate on", "give at least one");
        }
        Outcomes shuffled = outcomes.drawn(Seeds.permutation(outcomes.size(), Seeds.generator(seed, "calibration")));
        int chosen = outcomes.taus().size() - 1;
        while (chosen > 0 && BettingTest.pValue(shuffled.losses(chosen - 1), epsilon, delta) <= delta) {
            chosen--;
        }
        return new Choice(
                outcomes.taus().get(chosen),
                outcomes.lost(chosen),
                outcomes.accuracy(chosen),
                outcomes.patches(chosen));
    }

    private static void requireInside(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new InvalidInputException(name + " is " + value, "give a number above 0 and below 1");
        }
    }
}
