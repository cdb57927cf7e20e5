package io.patchdrop.core.bundle;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The accuracy to be expected of a number of patches in order of score, from what calibration measured. The value head is no
 * such estimate: it is fitted to random masks.
 */
public final class ExpectedAccuracy {
    private ExpectedAccuracy() {}

    /**
     * Expected accuracy in percent with the patches of highest score: as measured, and linear between two steps.
     *
     * @param patches how many, from 0 to P
     * @return none if the bundle was never calibrated
     * @throws IllegalArgumentException if there are not so many patches
     */
    public static OptionalDouble of(Manifest manifest, int patches) {
        if (patches < 0 || patches > manifest.patches()) {
            throw new IllegalArgumentException(patches + " of " + manifest.patches() + " patches");
        }
        List<PatchAccuracy> rows = manifest.accuracyByPatches();
        for (int i = 0; i < rows.size(); i++) {
            PatchAccuracy row = rows.get(i);
            if (row.patches() >= patches) {
                return OptionalDouble.of(i == 0 ? row.accuracy() : between(rows.get(i - 1), row, patches));
            }
        }
        return OptionalDouble.empty();
    }

    private static double between(PatchAccuracy lower, PatchAccuracy upper, int patches) {
        double share = (double) (patches - lower.patches()) / (upper.patches() - lower.patches());
        return (1 - share) * lower.accuracy() + share * upper.accuracy();
    }
}
