package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.geo.GeoKeys;
import io.patchdrop.imagery.geo.GeoReference;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a directory that say where the image lies. */
final class GeoTags {
    private static final int MOST_VALUES = 1 << 16;

    private GeoTags() {}

    /** The reference that they give, if it is one that is known. */
    static Optional<GeoReference> read(Directory directory) throws IOException {
        if (directory.field(Tag.GEO_KEYS).isEmpty()) {
            return Optional.empty();
        }
        int[] keys = Arrays.stream(directory.wholes(Tag.GEO_KEYS, MOST_VALUES))
                .mapToInt(value -> (int) value)
                .toArray();
        return GeoKeys.read(
                doubles(directory, Tag.PIXEL_SCALE),
                doubles(directory, Tag.TIE_POINTS),
                doubles(directory, Tag.TRANSFORMATION),
                keys,
                doubles(directory, Tag.GEO_DOUBLES),
                directory.text(Tag.GEO_TEXT, MOST_VALUES));
    }

    private static double @Nullable [] doubles(Directory directory, int tag) throws IOException {
        return directory.field(tag).isPresent() ? directory.doubles(tag, MOST_VALUES) : null;
    }
}
