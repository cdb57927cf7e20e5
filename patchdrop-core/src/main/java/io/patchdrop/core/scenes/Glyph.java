package io.patchdrop.core.scenes;

import java.util.Locale;

/**
 * The eight classes of the built-in scenes, one glyph of 8 x 8 cells each; in alphabetical order, as a folder of
 * them is read; the ordinal is the label.
 *
 * <p>Exactly half of the cells are filled, and nearly half of any 4 x 4 of them. As a glyph is drawn as it is or inverted
 * with equal chance, the mean of a class is the same flat square for all of them at any resolution and alignment; what
 * little is left at LR is in the spread around that mean. Every class is its own mirror image, left to right, so that
 * mirrored scenes may be used in training.
 */
public enum Glyph {
    BARS(
            """
            ........
            ########
            ########
            ........
            ........
            ########
            ########
            ........
            """),
    CHECKER(
            """
            #..##..#
            .##..##.
            .##..##.
            #..##..#
            #..##..#
            .##..##.
            .##..##.
            #..##..#
            """),
    CROSS(
            """
            #..##..#
            .##..##.
            ##....##
            ..####..
            ..####..
            ##....##
            .##..##.
            #..##..#
            """),
    POSTS(
            """
            .##..##.
            .##..##.
            .##..##.
            .##..##.
            .##..##.
            .##..##.
            .##..##.
            .##..##.
            """),
    RING(
            """
            ..####..
            ##....##
            .##..##.
            #..##..#
            #..##..#
            .##..##.
            ##....##
            ..####..
            """),
    ROOF(
            """
            ..####..
            .##..##.
            ##....##
            #..##..#
            ..####..
            .##..##.
            ##....##
            #..##..#
            """),
    SIEVE(
            """
            #.#.#.#.
            .#.#.#.#
            #.#.#.#.
            .#.#.#.#
            #.#.#.#.
            .#.#.#.#
            #.#.#.#.
            .#.#.#.#
            """),
    VEE(
            """
            ..####..
            #..##..#
            ##....##
            .##..##.
            ..####..
            #..##..#
            ##....##
            .##..##.
            """);

    /** Cells on a side of every glyph. */
    static final int CELLS = 8;

    /** Bit {@code row * CELLS + column} is whether that cell is filled. */
    private final long filled;

    Glyph(String rows) {
        String cells = rows.replace("\n", "");
        long bits = 0;
        for (int cell = 0; cell < CELLS * CELLS; cell++) {
            bits |= cells.charAt(cell) == '#' ? 1L << cell : 0;
        }
        filled = bits;
    }

    /** The name of the class, in lower case. */
    public String className() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean filled(int row, int column) {
        return ((filled >>> (row * CELLS + column)) & 1) != 0;
    }

    /**
     * The glyph at a size of {@code size} x {@code size} pixels: how much of each pixel is ink, in 64ths, row by row. The
     * sum is the same for every glyph at a given size: 32 {@code size}^2.
     */
    int[] coverage(int size) {
        int[] coverage = new int[size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                coverage[y * size + x] = coverage(size, x, y);
            }
        }
        return coverage;
    }

    /** In units in which a pixel is {@code CELLS} long and a cell {@code size}, every overlap is a whole number. */
    private int coverage(int size, int x, int y) {
        int ink = 0;
        for (int row = 0; row < CELLS; row++) {
            for (int column = 0; column < CELLS; column++) {
                if (filled(row, column)) {
                    ink += overlap(x, column, size) * overlap(y, row, size);
                }
            }
        }
        return ink;
    }

    private static int overlap(int pixel, int cell, int size) {
        int start = Math.max(pixel * CELLS, cell * size);
        int end = Math.min((pixel + 1) * CELLS, (cell + 1) * size);
        return Math.max(0, end - start);
    }
}
