package io.patchdrop.imagery.geo;

import io.patchdrop.core.InvalidInputException;
import java.util.Locale;
import java.util.Optional;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.ProjCoordinate;
import org.locationtech.proj4j.proj.Projection;

/**
 * A plane that coordinates of images are given in, and its way to WGS 84. NAD83 and ETRS89 are taken for WGS 84, as
 * PROJ does without grids; they differ by a metre or two, by where and when. Safe for use by several threads.
 */
sealed interface CoordinateSystem {
    /** The place of a point; one beyond a pole counts as the pole. */
    Ground ground(double x, double y);

    /** The point of a place, not finite if there is none. */
    PlanePoint point(Ground ground);

    /** How far x goes on for a turn around the Earth, or 0 if it does not come round. */
    double turn();

    /** A point of the plane, in its unit. */
    record PlanePoint(double x, double y) {}

    /** The one of an EPSG code, if it is known here. */
    static Optional<CoordinateSystem> of(int epsg) {
        return switch (epsg) {
            case 4326, 4269, 4258 -> Optional.of(new Degrees());
            case 3857 -> Optional.of(new WebMercator());
            default -> utm(epsg);
        };
    }

    private static Optional<CoordinateSystem> utm(int epsg) {
        int zone = epsg % 100;
        return switch (epsg / 100) {
            case 326 -> zone >= 1 && zone <= 60 ? Optional.of(Utm.of("WGS84", zone, false)) : Optional.empty();
            case 327 -> zone >= 1 && zone <= 60 ? Optional.of(Utm.of("WGS84", zone, true)) : Optional.empty();
            case 269 -> zone >= 1 && zone <= 23 ? Optional.of(Utm.of("GRS80", zone, false)) : Optional.empty();
            case 258 -> zone >= 28 && zone <= 38 ? Optional.of(Utm.of("GRS80", zone, false)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Longitude and latitude themselves. */
    record Degrees() implements CoordinateSystem {
        @Override
        public Ground ground(double x, double y) {
            return new Ground(x, Math.max(-90, Math.min(90, y)));
        }

        @Override
        public PlanePoint point(Ground ground) {
            return new PlanePoint(ground.longitude(), ground.latitude());
        }

        @Override
        public double turn() {
            return 360;
        }
    }

    /**
     * The maps of the Web: the ellipsoid's latitude put into the sphere's Mercator formula. Written out, as a projection of
     * PROJ's kind would stop at the antimeridian.
     */
    record WebMercator() implements CoordinateSystem {
        private static final double RADIUS = 6378137;

        @Override
        public Ground ground(double x, double y) {
            return new Ground(Math.toDegrees(x / RADIUS), Math.toDegrees(Math.atan(Math.sinh(y / RADIUS))));
        }

        @Override
        public PlanePoint point(Ground ground) {
            double sine = Math.sin(Math.toRadians(ground.latitude()));
            double y = RADIUS * 0.5 * (Math.log1p(sine) - Math.log1p(-sine));
            return new PlanePoint(RADIUS * Math.toRadians(ground.longitude()), y);
        }

        @Override
        public double turn() {
            return 2 * Math.PI * RADIUS;
        }
    }

    /**
     * A zone of Universal Transverse Mercator.
     *
     * @param centre the zone's middle meridian, in degrees
     * @param projection without state that changes, so that threads can share it; a whole transform of proj4j would be none
     *     the better, as the datums are taken for the same
     */
    record Utm(double centre, Projection projection) implements CoordinateSystem {
        /** A quarter of a meridian, in metres. */
        private static final double REACH = 1e7;

        static Utm of(String ellipsoid, int zone, boolean south) {
            String parameters = String.format(
                    Locale.ROOT,
                    "+proj=utm +zone=%d %s+ellps=%s +units=m +no_defs",
                    zone,
                    south ? "+south " : "",
                    ellipsoid);
            Projection projection =
                    new CRSFactory().createFromParameters("UTM", parameters).getProjection();
            return new Utm(6 * zone - 183, projection);
        }

        @Override
        public Ground ground(double x, double y) {
            // Farther away the projection answers with a place in the zone's middle, and without an error.
            boolean isNear = Math.abs(x) <= REACH && Math.abs(y) <= 2 * REACH;
            ProjCoordinate place = projection.inverseProject(new ProjCoordinate(x, y), new ProjCoordinate());
            if (!isNear || !(Math.abs(place.y) <= 90) || !Double.isFinite(place.x)) {
                throw new InvalidInputException(
                        "no place on Earth has the UTM coordinates " + x + ", " + y,
                        "check the image's georeference, or whether the window lies in the image");
            }
            return new Ground(Ground.turned(place.x, centre), place.y);
        }

        @Override
        public PlanePoint point(Ground ground) {
            double longitude = Ground.turned(ground.longitude(), 0);
            ProjCoordinate point =
                    projection.project(new ProjCoordinate(longitude, ground.latitude()), new ProjCoordinate());
            return new PlanePoint(point.x, point.y);
        }

        @Override
        public double turn() {
            return 0;
        }
    }
}
