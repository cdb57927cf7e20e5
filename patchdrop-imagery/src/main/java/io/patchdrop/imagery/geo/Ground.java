package io.patchdrop.imagery.geo;

/**
 * A place in WGS 84 whose longitude goes on past the antimeridian, so that what crosses it stays in one piece.
 *
 * @param longitude degrees east, any number
 * @param latitude degrees north, -90 to 90
 */
record Ground(double longitude, double latitude) {
    /** The same place with a longitude from -180 to 180; one that lies there already stays as it is. */
    Position position() {
        return new Position(turned(longitude, 0), latitude);
    }

    /** The longitude with whole turns added so that it lies at most 180 degrees from another. */
    static double turned(double longitude, double near) {
        double away = longitude - near;
        return away >= -180 && away <= 180 ? longitude : longitude - 360 * Math.floor((away + 180) / 360);
    }
}
