package io.patchdrop.core;

import java.util.Collection;
import java.util.Comparator;

/** Finds what the user probably meant. */
public final class NearestName {
    private NearestName() {}

    /**
     * The valid name that is nearest to what was written.
     *
     * @param name what was written
     * @param valid what could have been written, not empty
     * @return the valid name with the smallest edit distance (Levenshtein), the first in order on a tie
     */
    public static String of(String name, Collection<String> valid) {
        return valid.stream()
                .sorted()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElseThrow();
    }

    /** Levenshtein's distance: the fewest insertions, deletions and replacements from one text to the other. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
