package io.patchdrop.imagery.geo;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * An image that lies in a coordinate system by an affine map. Known are WGS 84 in degrees (EPSG 4326), Web Mercator (3857)
 * and UTM on WGS 84 (32601 to 32660, 32701 to 32760); also NAD83 (4269, 26901 to 26923) and ETRS89 (4258, 25828 to
 * 25838), both taken for WGS 84. Immutable, safe for use by several threads.
 *
 * <p>In the systems that come round, degrees and Web Mercator, an image may go on past the antimeridian; {@link #position}
 * and {@link #footprint} give longitudes from -180 to 180 all the same. {@link Footprints#rings} cuts such a footprint in
 * two. Of the copies of a place, {@link #pixel} gives the one that lies to the right of the image's left edge by less
 * than a turn of the Earth.
 */
public final class AffineReference implements GeoReference {
    /** So far left of the left edge, in pixels, a place still counts as on it. */
    private static final double ROUNDING = 1e-6;

    private final int epsg;
    private final double[] transform;
    private final CoordinateSystem system;

    private AffineReference(int epsg, double[] transform, CoordinateSystem system) {
        this.epsg = epsg;
        this.transform = transform;
        this.system = system;
    }

    /**
     * The reference with an EPSG code and a map.
     *
     * @param transform as {@link GeoReference#transform}
     * @throws InvalidInputException if the code is not known here, or the map is not finite or cannot be turned round
     */
    public static AffineReference of(int epsg, double... transform) {
        CoordinateSystem system = CoordinateSystem.of(epsg)
                .orElseThrow(() -> new InvalidInputException(
                        "coordinates in EPSG:" + epsg + " are not understood",
                        "warp the image to EPSG:4326, EPSG:3857 or a UTM zone"));
        if (!isUsable(transform)) {
            throw new InvalidInputException(
                    "the map " + Arrays.toString(transform) + " puts pixels on no plane",
                    "give six finite numbers, with pixels of a size other than zero");
        }
        return new AffineReference(epsg, transform.clone(), system);
    }

    /** The same place for every pixel, as this class. */
    static AffineReference of(GeoReference reference) {
        return reference instanceof AffineReference affine ? affine : of(reference.epsg(), reference.transform());
    }

    /** Whether a map is six finite numbers and can be turned round. */
    static boolean isUsable(double[] transform) {
        if (transform.length != 6 || !Arrays.stream(transform).allMatch(Double::isFinite)) {
            return false;
        }
        double determinant = determinant(transform);
        return Double.isFinite(1 / determinant) && Double.isFinite(determinant);
    }

    /**
     * The reference of an image that is cut out of another, and of which a pixel shows several of the other's.
     *
     * @param left where it begins, in pixels of the other
     * @param top where it begins, in pixels of the other
     * @param across pixels of the other in the width of one
     * @param down pixels of the other in the height of one
     */
    public static AffineReference part(GeoReference other, double left, double top, double across, double down) {
        double[] t = other.transform();
        return of(
                other.epsg(),
                t[0] + t[1] * left + t[2] * top,
                t[1] * across,
                t[2] * down,
                t[3] + t[4] * left + t[5] * top,
                t[4] * across,
                t[5] * down);
    }

    @Override
    public int epsg() {
        return epsg;
    }

    @Override
    public double[] transform() {
        return transform.clone();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if there is no such place, as far outside of a UTM zone
     */
    @Override
    public Position position(PixelPosition pixel) {
        return ground(pixel.x(), pixel.y()).position();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if the place has no coordinates in the system, as a pole in
     *     Web Mercator, or what lies a quarter of the Earth from a UTM zone
     */
    @Override
    public PixelPosition pixel(Position position) {
        PixelPosition pixel = pixel(new Ground(position.longitude(), position.latitude()));
        if (system.turn() == 0) {
            return pixel;
        }
        double determinant = determinant(transform);
        double turnX = system.turn() * transform[5] / determinant;
        double turnY = -system.turn() * transform[4] / determinant;
        double turns = Math.abs(turnX) >= Math.abs(turnY)
                ? Math.floor((pixel.x() + ROUNDING) / Math.abs(turnX)) * Math.signum(turnX)
                : Math.floor((pixel.y() + ROUNDING) / Math.abs(turnY)) * Math.signum(turnY);
        return new PixelPosition(pixel.x() - turns * turnX, pixel.y() - turns * turnY);
    }

    @Override
    public List<Position> footprint(Region region) {
        return corners(region).stream().map(Ground::position).toList();
    }

    /**
     * {@inheritDoc} The area on the ellipsoid, exact but for rounding: its edges are those of the pixels, not geodesics
     * between the corners.
     */
    @Override
    public double squareKilometres(Region region) {
        return EllipsoidArea.squareMetres(this, region) * 1e-6;
    }

    /** The corners of a region as {@link #footprint}, in one piece. */
    List<Ground> corners(Region region) {
        double right = (double) region.left() + region.width();
        double bottom = (double) region.top() + region.height();
        Ground first = ground(region.left(), region.top());
        List<Ground> corners = new ArrayList<>(
                List.of(first, ground(region.left(), bottom), ground(right, bottom), ground(right, region.top())));
        corners.add(first);
        if (determinant(transform) > 0) {
            Collections.reverse(corners);
        }
        return corners;
    }

    /** The place of a point of the image. */
    Ground ground(double column, double row) {
        double x = transform[0] + transform[1] * column + transform[2] * row;
        double y = transform[3] + transform[4] * column + transform[5] * row;
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            throw new InvalidInputException(
                    "the point " + column + ", " + row + " of the image lies nowhere",
                    "check the image's georeference");
        }
        return system.ground(x, y);
    }

    /** The point of the image at a place, of the turn that the longitude says. */
    PixelPosition pixel(Ground ground) {
        CoordinateSystem.PlanePoint point = system.point(ground);
        double x = point.x() - transform[0];
        double y = point.y() - transform[3];
        double determinant = determinant(transform);
        // Adding zero makes 0 of -0.
        PixelPosition pixel = new PixelPosition(
                (x * transform[5] - y * transform[2]) / determinant + 0.0,
                (y * transform[1] - x * transform[4]) / determinant + 0.0);
        if (!Double.isFinite(pixel.x()) || !Double.isFinite(pixel.y())) {
            throw new InvalidInputException(
                    "the place " + ground.longitude() + ", " + ground.latitude() + " has no coordinates in EPSG:"
                            + epsg,
                    "ask for a place nearer to the image");
        }
        return pixel;
    }

    private static double determinant(double[] transform) {
        return transform[1] * transform[5] - transform[2] * transform[4];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AffineReference that && epsg == that.epsg && Arrays.equals(transform, that.transform);
    }

    @Override
    public int hashCode() {
        return 31 * epsg + Arrays.hashCode(transform);
    }

    @Override
    public String toString() {
        return "EPSG:" + epsg + " " + Arrays.toString(transform);
    }
}
