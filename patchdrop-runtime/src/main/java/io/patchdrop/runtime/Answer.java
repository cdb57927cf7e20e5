package io.patchdrop.runtime;

import io.patchdrop.core.PatchMask;
import java.util.OptionalDouble;

/**
 * The answer for one image.
 *
 * @param classIndex the most probable class, the lower of two that are equal
 * @param className its name
 * @param confidence its probability
 * @param probabilities {@code [K]}, in the order of the manifest's classes; their sum is 1
 * @param mask the patches that were bought
 * @param purchases the same, the first that was bought first
 * @param probabilityRight what the value head said before of an answer from these patches, if the model has one
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of numbers, never compared
public record Answer(
        int classIndex,
        String className,
        double confidence,
        float[] probabilities,
        PatchMask mask,
        int[] purchases,
        OptionalDouble probabilityRight) {}
