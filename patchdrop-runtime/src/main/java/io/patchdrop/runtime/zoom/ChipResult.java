package io.patchdrop.runtime.zoom;

import io.patchdrop.imagery.source.Cost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was bought for one chip, and its answer.
 *
 * @param outcome how it ended
 * @param className the answer; null if it abstained or failed
 * @param confidence of the most probable class, 0 if it failed
 * @param probabilities of each class, in the order of the manifest's; empty if it failed
 * @param patches bought, the first that was bought first
 * @param cost of them; pieces that a chip before bought cost nothing
 * @param price of that, without what a minimum area adds
 * @param failure what went wrong; null if nothing did
 */
public record ChipResult(
        Chip chip,
        Outcome outcome,
        @Nullable String className,
        double confidence,
        List<Float> probabilities,
        List<Integer> patches,
        Cost cost,
        double price,
        @Nullable String failure) {}
