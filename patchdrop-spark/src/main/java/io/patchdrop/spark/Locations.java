package io.patchdrop.spark;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a location says of itself. Pure functions. */
final class Locations {
    /** A scheme of one letter would be a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):/.*", Pattern.DOTALL);

    private Locations() {}

    /** Its scheme in lower case; empty for a path. */
    static String scheme(String location) {
        Matcher matcher = SCHEME.matcher(location);
        return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /** Whether it is on a web server. */
    static boolean isWeb(String location) {
        return scheme(location).startsWith("http");
    }

    /** Whether it is a file of this machine, or of one that all executors see at the same place. */
    static boolean isLocal(String location) {
        String scheme = scheme(location);
        return scheme.isEmpty() || scheme.equals("file");
    }

    /** Whether it may be bought by ranges: on a web server, a TIFF file, or a STAC Item. */
    static boolean isByRanges(String location) {
        String lower = location.toLowerCase(Locale.ROOT);
        return isWeb(location) || lower.endsWith(".tif") || lower.endsWith(".tiff") || lower.endsWith("json");
    }
}
