package io.patchdrop.runtime;

import io.patchdrop.core.PatchMask;
import io.patchdrop.core.Purchases;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the LR look says of one image.
 *
 * @param probabilities {@code [K]}: the look's own class probabilities, in the order of the manifest's classes
 * @param scores {@code [P]}: logits of taking each patch
 * @param value {@code [P + 1]}: w_1 to w_P and b of the value head; null if the model has none
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of numbers, never compared
public record Look(float[] probabilities, float[] scores, float @Nullable [] value) {
    /** How likely the policy is to take each patch, {@code [P]}. */
    public float[] patchProbabilities() {
        float[] patches = new float[scores.length];
        for (int patch = 0; patch < patches.length; patch++) {
            patches[patch] = (float) Purchases.sigmoid(scores[patch]);
        }
        return patches;
    }

    /** How likely the answer from these patches is to be right, if the model has a value head. */
    public OptionalDouble probabilityRight(PatchMask mask) {
        return value == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(Purchases.probabilityRight(value, mask.indices()));
    }
}
