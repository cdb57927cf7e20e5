package io.patchdrop.core.bundle;

import io.patchdrop.core.InvalidInputException;
import java.util.List;
import java.util.regex.Pattern;

/** What the manifest's values are checked with. */
final class ManifestChecks {
    /** No folder, no capital letter: a name that is the same file on every system. */
    private static final Pattern MEMBER_NAME = Pattern.compile("[a-z0-9_-][a-z0-9._-]*");

    private static final int LONGEST_LINE = 200;

    private ManifestChecks() {}

    static void require(boolean condition, String problem) {
        if (!condition) {
            throw new InvalidInputException("the bundle's manifest is wrong: " + problem, "export the bundle again");
        }
    }

    static void between(String field, double value, double low, double high) {
        require(value >= low && value <= high, field + " is " + number(value) + ", not " + range(low, high));
    }

    private static String range(double low, double high) {
        return low == high ? number(low) : "from " + number(low) + " to " + number(high);
    }

    /** Whole numbers without ".0". */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : value + "";
    }

    static void finite(String field, double value) {
        require(Double.isFinite(value), field + " is " + value + ", not a finite number");
    }

    /** One line of text, not blank. */
    static void line(String field, String text) {
        require(!text.isBlank(), field + " is blank");
        require(text.length() <= LONGEST_LINE, field + " has more than " + LONGEST_LINE + " characters");
        require(text.chars().noneMatch(Character::isISOControl), field + " has a control character in it");
    }

    static void memberName(String name) {
        if (!isMemberName(name) || name.equals(BundleArchive.MANIFEST)) {
            require(false, "'" + printable(name) + "' cannot be the name of a member");
        }
    }

    static boolean isMemberName(String name) {
        return name.length() <= LONGEST_LINE && MEMBER_NAME.matcher(name).matches() && !name.contains("..");
    }

    /** A name from a file that may hold anything, for a message of one line. */
    static String printable(String name) {
        String safe = name.replaceAll("\\p{C}", "?");
        return safe.length() <= 60 ? safe : safe.substring(0, 60) + "...";
    }

    static boolean rises(List<Integer> values) {
        for (int i = 1; i < values.size(); i++) {
            if (values.get(i - 1) >= values.get(i)) {
                return false;
            }
        }
        return !values.isEmpty();
    }
}
