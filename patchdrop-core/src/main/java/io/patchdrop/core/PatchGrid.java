package io.patchdrop.core;

import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How an HR image is divided into equal patches. Patches are numbered row by row from the top left, from 0 to P - 1.
 *
 * @param rows rows of patches, at least 1
 * @param columns columns of patches, at least 1
 * @param patchHeight rows of pixels in a patch, at least 1
 * @param patchWidth columns of pixels in a patch, at least 1
 */
public record PatchGrid(int rows, int columns, int patchHeight, int patchWidth) {
    /**
     * @throws InvalidInputException if a value is not positive, or the image would have more pixels than an {@code int}
     *     can count
     */
    public PatchGrid {
        requirePositive("rows of patches", rows);
        requirePositive("columns of patches", columns);
        requirePositive("pixel rows in a patch", patchHeight);
        requirePositive("pixel columns in a patch", patchWidth);
        long height = (long) rows * patchHeight;
        long width = (long) columns * patchWidth;
        if (height > Integer.MAX_VALUE || width > Integer.MAX_VALUE || height * width > Integer.MAX_VALUE) {
            throw new InvalidInputException(
                    "An image of " + height + " x " + width + " pixels is too large for one patch grid",
                    "cut it into smaller images");
        }
    }

    /**
     * Divides an image into {@code gridSize} x {@code gridSize} patches.
     *
     * @throws InvalidInputException if a size is not positive or {@code gridSize} does not divide both sides of the image
     */
    public static PatchGrid divide(int gridSize, int imageHeight, int imageWidth) {
        requirePositive("the grid size", gridSize);
        requirePositive("the image height", imageHeight);
        requirePositive("the image width", imageWidth);
        if (imageHeight % gridSize != 0 || imageWidth % gridSize != 0) {
            throw new InvalidInputException(
                    "A grid of " + gridSize + " x " + gridSize + " patches does not divide an image of " + imageHeight
                            + " x " + imageWidth + " pixels",
                    "use an image of " + nearestMultiples(gridSize, imageHeight, imageWidth) + " pixels or a grid of "
                            + nearestCommonDivisors(gridSize, imageHeight, imageWidth));
        }
        return new PatchGrid(gridSize, gridSize, imageHeight / gridSize, imageWidth / gridSize);
    }

    /**
     * Divides an image into square patches of {@code patchSize} x {@code patchSize} pixels.
     *
     * @throws InvalidInputException if a size is not positive or {@code patchSize} does not divide both sides of the image
     */
    public static PatchGrid ofPatchSize(int patchSize, int imageHeight, int imageWidth) {
        requirePositive("the patch size", patchSize);
        requirePositive("the image height", imageHeight);
        requirePositive("the image width", imageWidth);
        if (imageHeight % patchSize != 0 || imageWidth % patchSize != 0) {
            throw new InvalidInputException(
                    "Patches of " + patchSize + " x " + patchSize + " pixels do not divide an image of " + imageHeight
                            + " x " + imageWidth + " pixels",
                    "use an image of " + nearestMultiples(patchSize, imageHeight, imageWidth)
                            + " pixels or a patch size of "
                            + nearestCommonDivisors(patchSize, imageHeight, imageWidth));
        }
        return new PatchGrid(imageHeight / patchSize, imageWidth / patchSize, patchSize, patchSize);
    }

    /** The number of patches, P. */
    public int patches() {
        return rows * columns;
    }

    /** Rows of pixels in the whole image. */
    public int imageHeight() {
        return rows * patchHeight;
    }

    /** Columns of pixels in the whole image. */
    public int imageWidth() {
        return columns * patchWidth;
    }

    /** The grid row of a patch, from 0 at the top. */
    public int row(int patch) {
        return checkPatch(patch) / columns;
    }

    /** The grid column of a patch, from 0 at the left. */
    public int column(int patch) {
        return checkPatch(patch) % columns;
    }

    /** The pixels of a patch. */
    public PixelBox box(int patch) {
        return new PixelBox(column(patch) * patchWidth, row(patch) * patchHeight, patchWidth, patchHeight);
    }

    /**
     * The patch that holds a pixel.
     *
     * @param x column of the pixel, from 0
     * @param y row of the pixel, from 0
     * @throws IndexOutOfBoundsException if the pixel lies outside the image
     */
    public int patchAt(int x, int y) {
        if (x < 0 || y < 0 || x >= imageWidth() || y >= imageHeight()) {
            throw new IndexOutOfBoundsException("pixel (" + x + ", " + y + ") lies outside an image of " + imageHeight()
                    + " x " + imageWidth() + " pixels");
        }
        return y / patchHeight * columns + x / patchWidth;
    }

    /** The Euclidean distance from the centre of the patch to the centre of the grid, in patches. */
    public double distanceFromCentre(int patch) {
        return StrictMath.sqrt((double) squaredDoubledDistance(patch)) / 2;
    }

    /** All patches from the centre outward; patches at the same distance by their number. */
    public int[] centralOrder() {
        return ordered(Comparator.comparingLong(this::squaredDoubledDistance));
    }

    /**
     * All patches row by row, from the central row outward, the upper of two at the same distance first; within a row from
     * its middle outward, the left of two at the same distance first.
     */
    public int[] centralRowOrder() {
        return ordered(Comparator.<Integer>comparingLong(patch -> Math.abs(doubledVertical(patch)))
                .thenComparing(this::row)
                .thenComparing(this::squaredDoubledDistance));
    }

    /** As {@link #centralRowOrder}, column by column: the left of two columns first, the upper of two patches first. */
    public int[] centralColumnOrder() {
        return ordered(Comparator.<Integer>comparingLong(patch -> Math.abs(doubledHorizontal(patch)))
                .thenComparing(this::column)
                .thenComparing(this::squaredDoubledDistance));
    }

    /** All patches in an order; equal ones by their number. */
    private int[] ordered(Comparator<Integer> order) {
        return IntStream.range(0, patches())
                .boxed()
                .sorted(order.thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Twice the distance, squared: a whole number, so that ties are exact. */
    private long squaredDoubledDistance(int patch) {
        long vertical = doubledVertical(patch);
        long horizontal = doubledHorizontal(patch);
        return vertical * vertical + horizontal * horizontal;
    }

    private long doubledVertical(int patch) {
        return 2L * row(patch) - (rows - 1);
    }

    private long doubledHorizontal(int patch) {
        return 2L * column(patch) - (columns - 1);
    }

    private int checkPatch(int patch) {
        if (patch < 0 || patch >= patches()) {
            throw new IndexOutOfBoundsException("patch " + patch + " of " + patches());
        }
        return patch;
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new InvalidInputException(
                    "The patch grid cannot have " + value + " as " + what, "give a whole number of at least 1");
        }
    }

    /** The nearest image sizes that {@code step} divides, such as {@code "28 x 28 or 32 x 32"}. */
    private static String nearestMultiples(int step, int height, int width) {
        long lowerHeight = (long) height / step * step;
        long lowerWidth = (long) width / step * step;
        long upperHeight = lowerHeight == height ? height : lowerHeight + step;
        long upperWidth = lowerWidth == width ? width : lowerWidth + step;
        String upper = upperHeight + " x " + upperWidth;
        return lowerHeight == 0 || lowerWidth == 0 ? upper : lowerHeight + " x " + lowerWidth + " or " + upper;
    }

    /** The nearest numbers on both sides of {@code wanted} that divide both sides of the image, such as {@code "3 or 5"}. */
    private static String nearestCommonDivisors(int wanted, int height, int width) {
        IntPredicate divides = candidate -> height % candidate == 0 && width % candidate == 0;
        int shorterSide = Math.min(height, width);
        int lower = Math.min(wanted - 1, shorterSide);
        while (!divides.test(lower)) {
            lower--; // ends at 1 at the latest; wanted is at least 2, since 1 divides everything
        }
        for (int upper = wanted + 1; upper > 0 && upper <= shorterSide; upper++) {
            if (divides.test(upper)) {
                return lower + " or " + upper;
            }
        }
        return Integer.toString(lower);
    }
}
