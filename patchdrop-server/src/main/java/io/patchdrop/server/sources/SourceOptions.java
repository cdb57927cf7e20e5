package io.patchdrop.server.sources;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.price.PriceList;

/**
 * Where pixels may come from, and how much is done for one request.
 *
 * @param allowed sources
 * @param prices of requests that have none
 * @param chips that are answered at once, 1 to 65536; more are to be made a job
 * @param open how much stays open between requests
 * @param work how much is done at a time
 */
public record SourceOptions(
        AllowList allowed, PriceList prices, int chips, OpenSources.Bounds open, SourceWork.Bounds work) {
    /** No sources; everything for nothing; 256 chips. */
    public static final SourceOptions DEFAULT = new SourceOptions(
            AllowList.NONE, PriceList.FREE, 256, OpenSources.Bounds.DEFAULT, SourceWork.Bounds.DEFAULT);

    /** @throws InvalidInputException if the number of chips is out of its range */
    public SourceOptions {
        if (chips < 1 || chips > 1 << 16) {
            throw new InvalidInputException(chips + " chips at once", "give a number from 1 to " + (1 << 16));
        }
    }

    /** The same with other sources. */
    public SourceOptions withAllowed(AllowList other) {
        return new SourceOptions(other, prices, chips, open, work);
    }

    /** The same with other prices. */
    public SourceOptions withPrices(PriceList other) {
        return new SourceOptions(allowed, other, chips, open, work);
    }

    /** The same with another number of chips. */
    public SourceOptions withChips(int other) {
        return new SourceOptions(allowed, prices, other, open, work);
    }

    /** The same with other bounds. */
    public SourceOptions withBounds(OpenSources.Bounds newOpen, SourceWork.Bounds newWork) {
        return new SourceOptions(allowed, prices, chips, newOpen, newWork);
    }
}
