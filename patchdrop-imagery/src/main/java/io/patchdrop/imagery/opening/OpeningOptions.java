package io.patchdrop.imagery.opening;

import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.HttpOptions;
import io.patchdrop.imagery.tiff.TiffOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How an image is opened.
 *
 * @param http how servers are asked
 * @param buying how bytes are bought
 * @param tiff how samples become RGB
 * @param asset key or role of the asset that is taken of a STAC Item; if empty, the one that shows colours, else data
 * @param kept file that keeps what is bought; a temporary one if there is none
 * @param locations where a STAC Item may lead, and what local files are called
 */
public record OpeningOptions(
        HttpOptions http,
        BuyingOptions buying,
        TiffOptions tiff,
        String asset,
        Optional<Path> kept,
        Locations locations) {
    /** The defaults of each, the asset with the pixels, a temporary file, all places. */
    public static final OpeningOptions DEFAULT = new OpeningOptions(
            HttpOptions.DEFAULT, BuyingOptions.DEFAULT, TiffOptions.DEFAULT, "", Optional.empty(), Locations.ANY);

    /** The same with servers asked in another way. */
    public OpeningOptions withHttp(HttpOptions other) {
        return new OpeningOptions(other, buying, tiff, asset, kept, locations);
    }

    /** The same with bytes bought in another way. */
    public OpeningOptions withBuying(BuyingOptions other) {
        return new OpeningOptions(http, other, tiff, asset, kept, locations);
    }

    /** The same with samples shown in another way. */
    public OpeningOptions withTiff(TiffOptions other) {
        return new OpeningOptions(http, buying, other, asset, kept, locations);
    }

    /** The same with another asset. */
    public OpeningOptions withAsset(String keyOrRole) {
        return new OpeningOptions(http, buying, tiff, keyOrRole, kept, locations);
    }

    /** The same with a file that keeps what is bought. */
    public OpeningOptions keeping(Path file) {
        return new OpeningOptions(http, buying, tiff, asset, Optional.of(file), locations);
    }

    /** The same with other places, and other names for files. */
    public OpeningOptions withLocations(Locations other) {
        return new OpeningOptions(http, buying, tiff, asset, kept, other);
    }
}
