package io.patchdrop.spark;

import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param answers one for each of its budgets; empty if it failed
 * @param cost of what was read or bought for it
 * @param milliseconds of reading and decoding it, and its share of the time that the model took for all images side by side
 * @param kept what is owned of it now; null if nothing needs to be kept
 * @param next what buying the patches up to the model's next step would take; null if there are none, or it was not asked for
 * @param error why there are no answers, in one line; null if there are
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of bytes, never compared
record ImageResult(
        List<Answer> answers,
        Cost cost,
        double milliseconds,
        byte @Nullable [] kept,
        @Nullable Cost next,
        @Nullable String error) {
    /** The answer of the last budget. */
    Answer answer() {
        return answers.get(answers.size() - 1);
    }

    /** The same with another cost and time. */
    ImageResult withCost(Cost other, double otherMilliseconds) {
        return new ImageResult(answers, other, otherMilliseconds, kept, next, error);
    }
}
