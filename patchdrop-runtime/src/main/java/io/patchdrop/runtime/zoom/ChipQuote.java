package io.patchdrop.runtime.zoom;

import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.Answer;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is to be bought for one chip.
 *
 * @param answer what the look alone says; null if it could not be had
 * @param patches to be bought at most, the first that is bought first
 * @param cost of buying them after all chips before; pieces that another chip buys before cost nothing
 * @param price of that, without what a minimum area adds
 * @param probabilityRight expected of an answer from these patches, if the model has a value head and they are all bought
 * @param limited whether a limit left patches unbought
 * @param failure why there is no look; null if there is
 */
public record ChipQuote(
        Chip chip,
        @Nullable Answer answer,
        List<Integer> patches,
        Cost cost,
        double price,
        OptionalDouble probabilityRight,
        boolean limited,
        @Nullable String failure) {}
