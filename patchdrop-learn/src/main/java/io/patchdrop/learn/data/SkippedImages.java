package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The unreadable images of a data set, each counted once, sorted by name. Safe for use by several threads. */
final class SkippedImages {
    private static final int NAMED = 3;

    private final String dataset;
    private final int limit;
    private final TreeMap<String, String> reasons = new TreeMap<>();

    SkippedImages(String dataset, int limit) {
        this.dataset = dataset;
        this.limit = limit;
    }

    /**
     * Records unreadable images with the reason of each.
     *
     * @throws InvalidInputException if there are now more than the limit
     */
    synchronized void add(Map<String, String> unreadable) {
        reasons.putAll(unreadable);
        if (reasons.size() > limit) {
            String first = String.join("; ", list().subList(0, Math.min(NAMED, reasons.size())));
            throw new InvalidInputException(
                    reasons.size() + " images of " + dataset + " cannot be read, more than the limit of " + limit
                            + ", first: " + first,
                    "repair or remove them, or raise data.unreadable_limit");
        }
    }

    /** {@code name: reason} of each, sorted. */
    synchronized List<String> list() {
        return reasons.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList();
    }
}
