package io.patchdrop.core.bundle;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import java.util.List;

/**
 * What a calibration promises of a confidence: with a probability of at least 1 - delta over the draw of the calibration
 * images, E[right with all patches - right at tau] is at most epsilon on images of the same kind.
 *
 * @param epsilon accuracy lost against all patches at most, in (0, 1): 0.01 is one point of percent
 * @param delta in (0, 1)
 * @param tau confidence at which buying stops, in (0, 1]; 1 stands for all patches
 * @param images how many it was calibrated on, at least 1
 * @param lost accuracy lost on these, from -1 to 1
 * @param accuracy at tau on these, percent
 * @param patches mean number of patches bought of these
 * @param data what these images are, one line
 */
public record Guarantee(
        double epsilon,
        double delta,
        double tau,
        int images,
        double lost,
        double accuracy,
        double patches,
        String data) {
    /** @throws InvalidInputException if a value is out of its range */
    public Guarantee {
        inside("epsilon of guarantees", epsilon);
        inside("delta of guarantees", delta);
        Budget.confidence(tau);
        ManifestChecks.between("images of guarantees", images, 1, Integer.MAX_VALUE);
        ManifestChecks.between("lost of guarantees", lost, -1, 1);
        ManifestChecks.between("accuracy of guarantees", accuracy, 0, 100);
        ManifestChecks.between("patches of guarantees", patches, 0, Integer.MAX_VALUE);
        ManifestChecks.line("data of guarantees", data);
    }

    /**
     * What the promise is for. A tau of 1 buys all patches, even where a confidence is rounded up to 1 before.
     *
     * @param all P
     */
    public Budget budget(int all) {
        return tau == 1 ? Budget.patches(all) : Budget.confidence(tau);
    }

    static void requireRising(List<Guarantee> guarantees, int all) {
        for (int i = 0; i < guarantees.size(); i++) {
            ManifestChecks.between("patches of guarantees", guarantees.get(i).patches(), 0, all);
            ManifestChecks.require(
                    i == 0
                            || guarantees.get(i - 1).epsilon()
                                    < guarantees.get(i).epsilon(),
                    "epsilon does not rise in guarantees");
        }
    }

    private static void inside(String field, double value) {
        ManifestChecks.require(value > 0 && value < 1, field + " is " + value + ", not between 0 and 1");
    }
}
