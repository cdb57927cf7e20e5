package io.patchdrop.imagery.geo;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;

/** Windows of images that are asked for by places. */
public final class Windows {
    /** An edge is followed by this many points: on 100 km, the arc between two of them rises by less than 0.1 m. */
    private static final int POINTS = 64;

    /** No image goes around the Earth more often; what a broken file says must not keep this busy. */
    private static final int MOST_TURNS = 4;

    private Windows() {}

    /**
     * The smallest region of whole pixels around the part of an image that lies in a box.
     *
     * @param west degrees, -180 to 180; greater than {@code east} if the box goes over the antimeridian
     * @param south degrees, -90 to 90
     * @param east degrees, -180 to 180
     * @param north degrees, -90 to 90, greater than {@code south}
     * @param width of the image, in pixels
     * @param height of the image, in pixels
     * @return clipped to the image. If the image is cut at a meridian and the box lies on both sides of the cut, the wider
     *     part
     * @throws InvalidInputException if the box is none, or does not touch the image
     */
    public static Region of(
            GeoReference reference, double west, double south, double east, double north, int width, int height) {
        check(west, south, east, north);
        AffineReference image = AffineReference.of(reference);
        Box bounds = Box.around(image, width, height);
        Box box = new Box(west, south, east > west ? east : east + 360, north);
        Box common = box.in(bounds);
        double firstTurn = Math.floor((bounds.west - box.east) / 360);
        for (int i = 0; i <= MOST_TURNS; i++) {
            Box other = box.turned(firstTurn + i).in(bounds);
            common = other.east - other.west > common.east - common.west ? other : common;
        }
        if (!(common.east > common.west && common.north > common.south)) {
            throw outside(box, bounds);
        }
        double[] pixels = common.pixels(image);
        double left = Math.max(0, pixels[0]);
        double top = Math.max(0, pixels[1]);
        double right = Math.min(width, pixels[2]);
        double bottom = Math.min(height, pixels[3]);
        if (!(right > left && bottom > top)) {
            throw outside(box, bounds);
        }
        Region region = new PixelWindow(left, top, right - left, bottom - top).region();
        int column = Math.min(region.left(), width - 1);
        int row = Math.min(region.top(), height - 1);
        return new Region(
                column, row, Math.min(region.width(), width - column), Math.min(region.height(), height - row));
    }

    private static void check(double west, double south, double east, double north) {
        boolean isBox = Math.abs(west) <= 180
                && Math.abs(east) <= 180
                && west != east
                && south >= -90
                && north <= 90
                && south < north;
        if (!isBox) {
            throw new InvalidInputException(
                    "west " + west + ", south " + south + ", east " + east + ", north " + north + " is no box",
                    "give degrees: longitudes from -180 to 180, latitudes from -90 to 90, the south below the north");
        }
    }

    private static InvalidInputException outside(Box box, Box bounds) {
        return new InvalidInputException(
                "the box " + box + " does not touch the image",
                "the image lies within west, south, east, north " + bounds);
    }

    /** Degrees; longitudes go on past the antimeridian. */
    private record Box(double west, double south, double east, double north) {
        /** The box around an image, with a hundredth to spare, as its edges may bend between the points that are looked at. */
        static Box around(AffineReference image, int width, int height) {
            double west = Double.POSITIVE_INFINITY;
            double south = Double.POSITIVE_INFINITY;
            double east = Double.NEGATIVE_INFINITY;
            double north = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < 4 * POINTS; i++) {
                PixelPosition at = alongEdge(i, 0, 0, width, height);
                Ground ground = image.ground(at.x(), at.y());
                west = Math.min(west, ground.longitude());
                east = Math.max(east, ground.longitude());
                south = Math.min(south, ground.latitude());
                north = Math.max(north, ground.latitude());
            }
            double spareLongitude = 0.01 * (east - west);
            double spareLatitude = 0.01 * (north - south);
            return new Box(
                    west - spareLongitude,
                    Math.max(-90, south - spareLatitude),
                    east + spareLongitude,
                    Math.min(90, north + spareLatitude));
        }

        Box turned(double turns) {
            return new Box(west + 360 * turns, south, east + 360 * turns, north);
        }

        Box in(Box other) {
            return new Box(
                    Math.max(west, other.west),
                    Math.max(south, other.south),
                    Math.min(east, other.east),
                    Math.min(north, other.north));
        }

        /** The least and greatest column and row of its edges: left, top, right, bottom. */
        double[] pixels(AffineReference image) {
            double[] extremes = {
                Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
            };
            for (int i = 0; i < 4 * POINTS; i++) {
                PixelPosition at = alongEdge(i, west, south, east, north);
                PixelPosition pixel = image.pixel(new Ground(at.x(), at.y()));
                extremes[0] = Math.min(extremes[0], pixel.x());
                extremes[1] = Math.min(extremes[1], pixel.y());
                extremes[2] = Math.max(extremes[2], pixel.x());
                extremes[3] = Math.max(extremes[3], pixel.y());
            }
            return extremes;
        }

        @Override
        public String toString() {
            return west + ", " + south + ", " + east + ", " + north;
        }
    }

    /** A point on the way around a rectangle that takes 4 * {@link #POINTS} steps. */
    private static PixelPosition alongEdge(int step, double x0, double y0, double x1, double y1) {
        double t = (double) (step % POINTS) / POINTS;
        return switch (step / POINTS) {
            case 0 -> new PixelPosition(x0 + (x1 - x0) * t, y0);
            case 1 -> new PixelPosition(x1, y0 + (y1 - y0) * t);
            case 2 -> new PixelPosition(x1 - (x1 - x0) * t, y1);
            default -> new PixelPosition(x0, y1 - (y1 - y0) * t);
        };
    }
}
