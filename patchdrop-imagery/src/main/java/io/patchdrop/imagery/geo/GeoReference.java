package io.patchdrop.imagery.geo;

import io.patchdrop.imagery.Region;
import java.util.List;

/** Where on Earth the pixels of an image lie. */
public interface GeoReference {
    /** The EPSG code of the image's coordinate system. */
    int epsg();

    /**
     * The affine map from pixels to the coordinate system, as in GDAL: x = t[0] + t[1] * column + t[2] * row, y = t[3] +
     * t[4] * column + t[5] * row.
     */
    double[] transform();

    /** The place of a point of the image. */
    Position position(PixelPosition pixel);

    /** The point of the image at a place; it may lie outside of the image. */
    PixelPosition pixel(Position position);

    /**
     * The corners of a region in WGS 84: upper left, lower left, lower right, upper right, upper left again, as image rows go
     * down. For a north-up image that is counter-clockwise, as RFC 7946 wants it; for others it is turned round so that it
     * is.
     */
    List<Position> footprint(Region region);

    /** The area of a region on the ground, in square kilometres. */
    double squareKilometres(Region region);
}
