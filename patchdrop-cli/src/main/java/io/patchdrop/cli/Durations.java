package io.patchdrop.cli;

/** Times as people write them. */
final class Durations {
    private Durations() {}

    /** A time for people: {@code 42 s}, {@code 5 min 3 s}, {@code 2 h 9 min}. */
    static String text(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
