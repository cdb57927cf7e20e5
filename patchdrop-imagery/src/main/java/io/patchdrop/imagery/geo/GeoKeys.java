package io.patchdrop.imagery.geo;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tags by which a GeoTIFF says where it lies (OGC 19-008r4, GeoTIFF 1.1): an affine map from a tie point and a scale or
 * from a matrix, and a directory of keys that name the coordinate system.
 */
public final class GeoKeys {
    private static final int MODEL_TYPE = 1024;
    private static final int RASTER_TYPE = 1025;
    private static final int GEOGRAPHIC_TYPE = 2048;
    private static final int ANGULAR_UNIT = 2054;
    private static final int PROJECTED_TYPE = 3072;
    private static final int PROJECTION = 3074;
    private static final int LINEAR_UNIT = 3076;

    private static final int MODEL_PROJECTED = 1;
    private static final int MODEL_GEOGRAPHIC = 2;
    private static final int PIXEL_IS_AREA = 1;
    private static final int PIXEL_IS_POINT = 2;
    private static final int METRE = 9001;
    private static final int DEGREE = 9102;
    private static final int USER_DEFINED = 32767;
    private static final int DIRECTORY_HEADER = 4;
    private static final int ENTRY = 4;

    private GeoKeys() {}

    /**
     * What the tags hold; null for a tag that is not written.
     *
     * @param pixelScale tag 33550, doubles
     * @param tiePoints tag 33922, doubles
     * @param matrix tag 34264, doubles
     * @param directory tag 34735, unsigned shorts
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Tags(
            double @Nullable [] pixelScale,
            double @Nullable [] tiePoints,
            double @Nullable [] matrix,
            int[] directory) {}

    /**
     * The reference that the tags give. Nothing that they hold makes it fail.
     *
     * @param pixelScale tag 33550
     * @param tiePoints tag 33922
     * @param matrix tag 34264
     * @param directory tag 34735
     * @param doubles tag 34736, not needed for the systems that are known
     * @param text tag 34737, not needed for the systems that are known
     * @return of the image's corners, also if the tags are of pixels' centres; empty if there is no affine map, or the
     *     coordinate system is not one that {@link AffineReference} knows
     */
    public static Optional<GeoReference> read(
            double @Nullable [] pixelScale,
            double @Nullable [] tiePoints,
            double @Nullable [] matrix,
            int @Nullable [] directory,
            double @Nullable [] doubles,
            @Nullable String text) {
        if (directory == null) {
            return Optional.empty();
        }
        int epsg = epsg(directory);
        double[] transform = transform(pixelScale, tiePoints, matrix);
        if (epsg == 0 || transform == null) {
            return Optional.empty();
        }
        int rasterType = key(directory, RASTER_TYPE, PIXEL_IS_AREA);
        if (rasterType == PIXEL_IS_POINT) {
            transform[0] -= 0.5 * (transform[1] + transform[2]);
            transform[3] -= 0.5 * (transform[4] + transform[5]);
        } else if (rasterType != PIXEL_IS_AREA) {
            return Optional.empty();
        }
        if (CoordinateSystem.of(epsg).isEmpty() || !AffineReference.isUsable(transform)) {
            return Optional.empty();
        }
        return Optional.of(AffineReference.of(epsg, transform));
    }

    /** The tags that say where an image lies: a scale and a tie point if it is north-up, or else a matrix. */
    public static Tags write(GeoReference reference) {
        double[] t = reference.transform();
        int epsg = reference.epsg();
        int[] directory = isGeographic(epsg)
                ? directory(MODEL_GEOGRAPHIC, GEOGRAPHIC_TYPE, epsg, ANGULAR_UNIT, DEGREE)
                : directory(MODEL_PROJECTED, PROJECTED_TYPE, epsg, LINEAR_UNIT, METRE);
        boolean northUp = t[2] == 0 && t[4] == 0 && t[1] > 0 && t[5] < 0;
        if (northUp) {
            return new Tags(new double[] {t[1], -t[5], 0}, new double[] {0, 0, 0, t[0], t[3], 0}, null, directory);
        }
        double[] matrix = {t[1], t[2], 0, t[0], t[4], t[5], 0, t[3], 0, 0, 0, 0, 0, 0, 0, 1};
        return new Tags(null, null, matrix, directory);
    }

    private static int[] directory(int model, int typeKey, int epsg, int unitKey, int unit) {
        return new int[] {
            1,
            1,
            0,
            4,
            MODEL_TYPE,
            0,
            1,
            model,
            RASTER_TYPE,
            0,
            1,
            PIXEL_IS_AREA,
            typeKey,
            0,
            1,
            epsg,
            unitKey,
            0,
            1,
            unit
        };
    }

    private static double @Nullable [] transform(
            double @Nullable [] pixelScale, double @Nullable [] tiePoints, double @Nullable [] matrix) {
        if (pixelScale != null && pixelScale.length >= 2 && tiePoints != null && tiePoints.length >= 6) {
            // Rows go south whatever the sign of the scale, as GDAL has it: some writers give it negative for that.
            double across = pixelScale[0];
            double down = -Math.abs(pixelScale[1]);
            double left = tiePoints[3] - tiePoints[0] * across;
            double top = tiePoints[4] - tiePoints[1] * down;
            return new double[] {left, across, 0, top, 0, down};
        }
        if (matrix != null && matrix.length >= 16) {
            return new double[] {matrix[3], matrix[0], matrix[1], matrix[7], matrix[4], matrix[5]};
        }
        return null;
    }

    /** The code of the coordinate system, or 0 if it is none that is understood. */
    private static int epsg(int[] directory) {
        return switch (key(directory, MODEL_TYPE, 0)) {
            case MODEL_GEOGRAPHIC -> {
                int epsg = key(directory, GEOGRAPHIC_TYPE, 0);
                yield isGeographic(epsg) && key(directory, ANGULAR_UNIT, DEGREE) == DEGREE ? epsg : 0;
            }
            case MODEL_PROJECTED -> key(directory, LINEAR_UNIT, METRE) == METRE ? projected(directory) : 0;
            default -> 0;
        };
    }

    private static int projected(int[] directory) {
        int epsg = key(directory, PROJECTED_TYPE, 0);
        if (epsg != USER_DEFINED) {
            return isGeographic(epsg) ? 0 : epsg;
        }
        // Put together from its parts: projections 16001 to 16060 are the zones in the north, 16101 to 16160 in the
        // south.
        int zone = key(directory, PROJECTION, 0) - 16000;
        boolean isUtm = zone >= 1 && zone <= 160 && zone % 100 >= 1 && zone % 100 <= 60;
        return isUtm && key(directory, GEOGRAPHIC_TYPE, 0) == 4326 ? 32600 + zone : 0;
    }

    private static boolean isGeographic(int epsg) {
        return epsg == 4326 || epsg == 4269 || epsg == 4258;
    }

    /** The value of a key that is held in the directory itself. */
    private static int key(int[] directory, int wanted, int otherwise) {
        for (int at = DIRECTORY_HEADER; at + ENTRY <= directory.length; at += ENTRY) {
            if (directory[at] == wanted) {
                return directory[at + 1] == 0 ? directory[at + 3] : 0;
            }
        }
        return otherwise;
    }
}
