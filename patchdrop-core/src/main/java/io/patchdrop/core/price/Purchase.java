package io.patchdrop.core.price;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was or would be bought.
 *
 * @param bytes at least 0
 * @param requests at least 0
 * @param patches how many, at least 0
 * @param tiles each once
 * @param areas of the polygons that the patches make, in square kilometres, as {@link MergedAreas} gives them; empty where
 *     nothing is known of the ground
 */
public record Purchase(long bytes, long requests, long patches, Set<Tile> tiles, List<Double> areas) {
    /** Nothing. */
    public static final Purchase NONE = new Purchase(0, 0, 0, Set.of(), List.of());

    /** @throws IllegalArgumentException if a number is negative or not finite */
    public Purchase {
        tiles = Collections.unmodifiableSortedSet(new TreeSet<>(tiles));
        areas = List.copyOf(areas);
        if (bytes < 0 || requests < 0 || patches < 0) {
            throw new IllegalArgumentException(
                    "a purchase of " + bytes + " bytes, " + requests + " requests, " + patches + " patches");
        }
        for (double area : areas) {
            if (!(area >= 0 && area < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a polygon of " + area + " square kilometres");
            }
        }
    }
}
