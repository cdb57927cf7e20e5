package io.patchdrop.runtime.zoom;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import java.util.ArrayList;
import java.util.List;

/** Which squares of an image are classified. Pure functions. */
public final class Chips {
    /** More than anybody has looked at here. */
    public static final long MOST = 10_000_000;

    private Chips() {}

    /**
     * Cuts areas into squares side by side, row by row. Where the side does not divide an area, the last square of a row or
     * column is moved back, so that all of the area is covered and nothing beyond it; an area smaller than a square gets the
     * square around it.
     *
     * @param areas in pixels of full resolution, inside of the image
     * @param width of the image
     * @param height of the image
     * @param side of the squares in pixels of full resolution
     * @throws InvalidInputException if the image is smaller than a square, or there are more than {@link #MOST} squares
     */
    public static List<Chip> cut(List<Region> areas, int width, int height, int side) {
        return cut(areas, width, height, side, MOST);
    }

    /**
     * The same with a limit.
     *
     * @param most squares that there may be
     * @throws TooManyChipsException if there are more
     */
    public static List<Chip> cut(List<Region> areas, int width, int height, int side, long most) {
        List<Chip> chips = new ArrayList<>();
        for (Region area : areas) {
            requireInside(area, width, height);
            requireFits(side, width, height);
            if (chips.size() + count(area.width(), side) * count(area.height(), side) > most) {
                throw new TooManyChipsException("There are more than " + most + " chips of " + side + " px");
            }
            int[] lefts = starts(area.left(), area.width(), side, width);
            int[] tops = starts(area.top(), area.height(), side, height);
            for (int top : tops) {
                for (int left : lefts) {
                    chips.add(new Chip(chips.size(), new Region(left, top, side, side)));
                }
            }
        }
        return chips;
    }

    /**
     * One square for each window: the smallest around it that lies in the image.
     *
     * @throws InvalidInputException if a window leaves the image, or there is no such square
     */
    public static List<Chip> around(List<Region> windows, int width, int height) {
        List<Chip> chips = new ArrayList<>();
        for (Region window : windows) {
            requireInside(window, width, height);
            int side = Math.max(window.width(), window.height());
            requireFits(side, width, height);
            int left = around(window.left(), window.width(), side, width);
            int top = around(window.top(), window.height(), side, height);
            chips.add(new Chip(chips.size(), new Region(left, top, side, side)));
        }
        return chips;
    }

    /** How many squares lie along one axis. */
    private static long count(int length, int side) {
        return ((long) length + side - 1) / side;
    }

    /** First pixels of the squares along one axis. */
    private static int[] starts(int start, int length, int side, int limit) {
        if (length <= side) {
            return new int[] {around(start, length, side, limit)};
        }
        int[] starts = new int[(int) count(length, side)];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = start + Math.min(i * side, length - side);
        }
        return starts;
    }

    /** Where a longer stretch begins that has a shorter one in its middle, as far as the limits let it. */
    private static int around(int start, int length, int side, int limit) {
        return Math.max(0, Math.min(start - (side - length) / 2, limit - side));
    }

    private static void requireInside(Region area, int width, int height) {
        boolean inside = area.left() >= 0
                && area.top() >= 0
                && area.width() >= 1
                && area.height() >= 1
                && area.width() <= width - area.left()
                && area.height() <= height - area.top();
        if (!inside) {
            throw new InvalidInputException(
                    "The window " + area.left() + "," + area.top() + "," + area.width() + "," + area.height()
                            + " does not lie in the image of " + width + " x " + height + " px",
                    "give X,Y,WIDTH,HEIGHT in pixels of full resolution");
        }
    }

    private static void requireFits(int side, int width, int height) {
        if (side < 1 || side > Math.min(width, height)) {
            throw new InvalidInputException(
                    "A chip of " + side + " px does not fit in the image of " + width + " x " + height + " px",
                    "give a side from 1 to " + Math.min(width, height));
        }
    }
}
