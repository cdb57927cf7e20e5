package io.patchdrop.imagery.geo;

import io.patchdrop.imagery.Region;

/**
 * Areas on the ellipsoid of WGS 84. The area between the equator and a latitude is known in closed form, A(latitude) for each
 * radian of longitude (Snyder, Map Projections: A Working Manual, 1987, equation 3-12), so that the area of a region is the
 * integral of -A over longitude around its edge, counter-clockwise (Green).
 */
final class EllipsoidArea {
    private static final double SEMI_MAJOR = 6378137;
    private static final double FLATTENING = 1 / 298.257223563;
    private static final double ECCENTRICITY = Math.sqrt(FLATTENING * (2 - FLATTENING));

    /** An edge is cut into 2 to the power of this many pieces. */
    private static final int HALVINGS = 4;

    private EllipsoidArea() {}

    /** The area of a region whose edges are straight in the image. */
    static double squareMetres(AffineReference reference, Region region) {
        double right = (double) region.left() + region.width();
        double bottom = (double) region.top() + region.height();
        // The same taken from A everywhere changes nothing around a closed edge, and keeps the digits of small regions.
        Ground first = reference.ground(region.left(), region.top());
        double integral = edge(reference, first, region.left(), region.top(), region.left(), bottom)
                + edge(reference, first, region.left(), bottom, right, bottom)
                + edge(reference, first, right, bottom, right, region.top())
                + edge(reference, first, right, region.top(), region.left(), region.top());
        return Math.abs(integral);
    }

    /** The area from the equator to a latitude, in square metres for each radian of longitude; negative in the south. */
    static double fromEquator(double latitude) {
        double sine = Math.sin(Math.toRadians(latitude));
        double scaled = ECCENTRICITY * sine;
        double semiMinor = SEMI_MAJOR * (1 - FLATTENING);
        double inverseTangent = 0.5 * (Math.log1p(scaled) - Math.log1p(-scaled)) / ECCENTRICITY;
        return 0.5 * semiMinor * semiMinor * (sine / (1 - scaled * scaled) + inverseTangent);
    }

    /** The integral along an edge, by Romberg's method: trapezoids, of which coarser ones cancel the finer ones' error. */
    private static double edge(AffineReference reference, Ground first, double x0, double y0, double x1, double y1) {
        int pieces = 1 << HALVINGS;
        double[] heights = new double[pieces + 1];
        double[] longitudes = new double[pieces + 1];
        double base = fromEquator(first.latitude());
        for (int i = 0; i <= pieces; i++) {
            double t = (double) i / pieces;
            Ground ground = reference.ground(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t);
            heights[i] = fromEquator(ground.latitude()) - base;
            longitudes[i] = Math.toRadians(ground.longitude() - first.longitude());
        }
        double[] sums = new double[HALVINGS + 1];
        for (int halving = 0; halving <= HALVINGS; halving++) {
            sums[halving] = trapezoids(heights, longitudes, pieces >> halving);
        }
        double power = 4;
        for (int level = 1; level <= HALVINGS; level++, power *= 4) {
            for (int i = HALVINGS; i >= level; i--) {
                sums[i] += (sums[i] - sums[i - 1]) / (power - 1);
            }
        }
        return sums[HALVINGS];
    }

    private static double trapezoids(double[] heights, double[] longitudes, int step) {
        double sum = 0;
        for (int i = step; i < heights.length; i += step) {
            sum += 0.5 * (heights[i] + heights[i - step]) * (longitudes[i] - longitudes[i - step]);
        }
        return sum;
    }
}
