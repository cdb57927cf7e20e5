package io.patchdrop.imagery.geo;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import java.util.ArrayList;
import java.util.List;

/** What a region of an image covers on the ground, and where another image shows the same. */
public final class Footprints {
    /** How far a corner may lie from the corner of a window, as a part of its shorter side: a turn of about 20 degrees. */
    private static final double TURN_TOLERANCE = 0.2;

    /** No image goes around the Earth more often; what a broken file says must not keep this busy. */
    private static final int MOST_TURNS = 4;

    private Footprints() {}

    /**
     * The footprint of a region as GeoJSON wants it (RFC 7946, 3.1.6 and 3.1.9): closed rings, counter-clockwise, none of
     * which crosses the antimeridian. One ring makes a Polygon, more a MultiPolygon.
     */
    public static List<List<Position>> rings(GeoReference reference, Region region) {
        List<Ground> corners = AffineReference.of(reference).corners(region);
        double west = corners.stream().mapToDouble(Ground::longitude).min().orElseThrow();
        double east = corners.stream().mapToDouble(Ground::longitude).max().orElseThrow();
        List<List<Position>> rings = new ArrayList<>();
        double firstTurn = Math.floor((west + 180) / 360);
        int turns = (int) Math.max(1, Math.min(MOST_TURNS, Math.ceil((east + 180) / 360) - firstTurn));
        for (int turn = 0; turn < turns; turn++) {
            List<Ground> shifted = shifted(corners, -360 * (firstTurn + turn));
            List<Ground> ring = cut(cut(shifted, -180, 1), 180, -1);
            if (ring.size() >= 4) {
                rings.add(ring.stream().map(Ground::position).toList());
            }
        }
        return List.copyOf(rings);
    }

    /**
     * The window of another image that shows the same ground as a region of this one, for a look with another sensor. Where
     * the images lie at an angle, as between degrees and UTM, it is the upright window nearest to the region: its edges go
     * through the middles of the region's.
     *
     * @return may lie outside of the other image; see {@link PixelWindow#isWithin}
     * @throws InvalidInputException if no upright window is near, as the images are turned against each other or one is
     *     mirrored; or if the region has no place in the other's coordinate system
     */
    public static PixelWindow match(GeoReference reference, Region region, GeoReference other) {
        AffineReference from = AffineReference.of(reference);
        AffineReference to = AffineReference.of(other);
        double right = (double) region.left() + region.width();
        double bottom = (double) region.top() + region.height();
        Ground centre = from.ground(0.5 * (region.left() + right), 0.5 * (region.top() + bottom));
        // The public pixel() picks the turn around the Earth on which the other image lies; the corners follow the
        // centre.
        PixelPosition target = to.pixel(centre.position());
        PixelPosition nearby = to.pixel(centre);
        double shiftX = target.x() - nearby.x();
        double shiftY = target.y() - nearby.y();
        PixelPosition[] corners = {
            to.pixel(from.ground(region.left(), region.top())),
            to.pixel(from.ground(region.left(), bottom)),
            to.pixel(from.ground(right, bottom)),
            to.pixel(from.ground(right, region.top()))
        };
        double x0 = 0.5 * (corners[0].x() + corners[1].x());
        double x1 = 0.5 * (corners[2].x() + corners[3].x());
        double y0 = 0.5 * (corners[0].y() + corners[3].y());
        double y1 = 0.5 * (corners[1].y() + corners[2].y());
        double farthest = 0;
        for (int i = 0; i < corners.length; i++) {
            farthest = Math.max(farthest, Math.abs(corners[i].x() - (i < 2 ? x0 : x1)));
            farthest = Math.max(farthest, Math.abs(corners[i].y() - (i % 3 == 0 ? y0 : y1)));
        }
        if (!(farthest <= TURN_TOLERANCE * Math.min(x1 - x0, y1 - y0))) {
            throw new InvalidInputException(
                    "the two images are turned against each other where they show the same ground",
                    "warp one to the coordinate system and direction of the other");
        }
        return new PixelWindow(x0 + shiftX, y0 + shiftY, x1 - x0, y1 - y0);
    }

    private static List<Ground> shifted(List<Ground> ring, double longitude) {
        return longitude == 0
                ? ring
                : ring.stream()
                        .map(ground -> new Ground(ground.longitude() + longitude, ground.latitude()))
                        .toList();
    }

    /** The part of a closed ring on one side of a meridian: east of it with sign 1, west of it with sign -1. */
    private static List<Ground> cut(List<Ground> ring, double meridian, int sign) {
        List<Ground> kept = new ArrayList<>();
        for (int i = 0; i + 1 < ring.size(); i++) {
            Ground from = ring.get(i);
            Ground to = ring.get(i + 1);
            double before = sign * (from.longitude() - meridian);
            double after = sign * (to.longitude() - meridian);
            if (before >= 0) {
                kept.add(from);
            }
            if (before * after < 0) {
                double part = before / (before - after);
                kept.add(new Ground(meridian, from.latitude() + part * (to.latitude() - from.latitude())));
            }
        }
        if (!kept.isEmpty()) {
            kept.add(kept.get(0));
        }
        return kept;
    }
}
