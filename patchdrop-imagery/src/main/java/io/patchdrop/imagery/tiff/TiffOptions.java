package io.patchdrop.imagery.tiff;

import io.patchdrop.core.InvalidInputException;
import java.util.List;

/**
 * How samples become RGB.
 *
 * @param bands which bands are red, green and blue, or which one is grey, from 1; empty: the first three, or the first one
 *     as grey or through its palette
 * @param rescale what is black and what is white: one for all bands, or one for each; empty: the least and the greatest
 *     value of the type, which must have 8 or 16 bits
 */
public record TiffOptions(List<Integer> bands, List<Rescale> rescale) {
    /** The first bands, in the full range of their type. */
    public static final TiffOptions DEFAULT = new TiffOptions(List.of(), List.of());

    /** @throws InvalidInputException if there are other numbers of bands or ranges than these, or a band below 1 */
    public TiffOptions {
        bands = List.copyOf(bands);
        rescale = List.copyOf(rescale);
        if (bands.size() != 0 && bands.size() != 1 && bands.size() != 3) {
            throw new InvalidInputException(bands.size() + " bands are given", "give one band or three");
        }
        if (bands.stream().anyMatch(band -> band < 1)) {
            throw new InvalidInputException("Bands " + bands + " are given", "bands count from 1");
        }
        if (rescale.size() != 0 && rescale.size() != 1 && rescale.size() != 3) {
            throw new InvalidInputException(
                    rescale.size() + " ranges of values are given", "give one for all bands, or one for each of three");
        }
        if (bands.size() == 1 && rescale.size() == 3) {
            throw new InvalidInputException("Three ranges of values are given for one band", "give one range");
        }
    }
}
