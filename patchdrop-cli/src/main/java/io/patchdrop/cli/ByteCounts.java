package io.patchdrop.cli;

import io.patchdrop.core.InvalidInputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them. */
final class ByteCounts {
    private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(|[kKMGT]i?)B?");

    private ByteCounts() {}

    /**
     * Reads {@code 800000}, {@code 20MB} (20,000,000) or {@code 1.5GiB}.
     *
     * @throws InvalidInputException if it is no such thing
     */
    static long parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new InvalidInputException(
                    "'" + text + "' is no number of bytes", "write something like 800000, 20MB or 1GiB");
        }
        String unit = matcher.group(2).toUpperCase(Locale.ROOT);
        double base = unit.endsWith("I") ? 1024 : 1000;
        int power = unit.isEmpty() ? 0 : "KMGT".indexOf(unit.charAt(0)) + 1;
        return Math.round(Double.parseDouble(matcher.group(1)) * Math.pow(base, power));
    }

    /** A number of bytes for people: {@code 512 B}, {@code 3.2 MB}. */
    static String text(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int power = 0;
        while (value >= 999.95 && power < 4) {
            value /= 1000;
            power++;
        }
        return String.format(Locale.ROOT, "%.1f %sB", value, "kMGT".charAt(power - 1));
    }
}
