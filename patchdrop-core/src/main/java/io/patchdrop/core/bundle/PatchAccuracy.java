package io.patchdrop.core.bundle;

import io.patchdrop.core.InvalidInputException;
import java.util.List;

/**
 * What a calibration measured of answers from the patches of highest score.
 *
 * @param patches how many, the same of each image, at least 0
 * @param accuracy percent
 */
public record PatchAccuracy(int patches, double accuracy) {
    /** @throws InvalidInputException if a value is out of its range */
    public PatchAccuracy {
        ManifestChecks.between("patches of accuracy_by_patches", patches, 0, Integer.MAX_VALUE);
        ManifestChecks.between("accuracy of accuracy_by_patches", accuracy, 0, 100);
    }

    static void requireEachStep(List<PatchAccuracy> rows, List<Integer> steps) {
        List<Integer> patches = rows.stream().map(PatchAccuracy::patches).toList();
        ManifestChecks.require(
                rows.isEmpty() || patches.equals(steps),
                "accuracy_by_patches is of " + patches + ", not of the steps " + steps);
    }
}
