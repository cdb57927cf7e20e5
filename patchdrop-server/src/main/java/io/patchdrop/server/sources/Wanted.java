package io.patchdrop.server.sources;

import io.patchdrop.imagery.opening.OpeningOptions;
import java.util.Optional;

/**
 * What is to be open.
 *
 * @param source as requests name it
 * @param look another source that is looked at instead, if any
 * @param options of the source; the look is opened with the same, but for the asset
 */
public record Wanted(String source, Optional<String> look, OpeningOptions options) {
    /** A source alone, with its first bands. */
    public static Wanted of(String source) {
        return new Wanted(source, Optional.empty(), OpeningOptions.DEFAULT);
    }
}
