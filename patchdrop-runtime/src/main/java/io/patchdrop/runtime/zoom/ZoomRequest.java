package io.patchdrop.runtime.zoom;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.price.PriceList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What is to be classified, and how much may be bought for it.
 *
 * @param chips at least one
 * @param budget for each chip
 * @param enough confidence of the look from which on nothing is bought for a chip, in (0, 1], whatever the budget says
 * @param abstain confidence under which a chip gets no answer, in (0, 1]
 * @param limits for all chips together
 * @param prices of what is bought
 */
public record ZoomRequest(
        List<Chip> chips,
        Budget budget,
        OptionalDouble enough,
        OptionalDouble abstain,
        Limits limits,
        PriceList prices) {
    /** @throws InvalidInputException if there are no chips or a confidence is out of its range */
    public ZoomRequest {
        chips = List.copyOf(chips);
        if (chips.isEmpty()) {
            throw new InvalidInputException("There are no chips", "give at least one window");
        }
        requireConfidence("enough", enough);
        requireConfidence("abstain", abstain);
    }

    private static void requireConfidence(String what, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() > 0 && value.getAsDouble() <= 1)) {
            throw new InvalidInputException(
                    "The confidence of " + what + " is " + value.getAsDouble(), "give a number above 0 and at most 1");
        }
    }
}
