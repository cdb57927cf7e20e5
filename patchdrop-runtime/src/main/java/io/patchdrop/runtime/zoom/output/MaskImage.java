package io.patchdrop.runtime.zoom.output;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.runtime.zoom.Chip;
import io.patchdrop.runtime.zoom.ChipResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * A number for each square of an image, from the chip or the patch under the square's middle. It is painted part by part:
 * in memory are the chips, not the pixels.
 */
final class MaskImage implements TiffWriterImage {
    /** Parts by which chips are looked up, in mask pixels; a multiple of what a tile may be. */
    private static final int CELL = 256;
    /** The most pixels a mask has; above that a pixel spans more than a patch. */
    private static final long MOST_PIXELS = 1L << 28;

    private final int width;
    private final int height;
    private final int bits;
    private final int pixel;
    /** What is painted, by the cells it touches, in the order in which it is. */
    private final Map<Long, List<Spot>> cells = new HashMap<>();

    /** A rectangle of mask pixels: columns {@code [left, right)}, rows {@code [top, bottom)}. */
    private record Spot(int left, int top, int right, int bottom, int value) {}

    private MaskImage(int imageWidth, int imageHeight, int pixel, int bits) {
        this.width = squares(imageWidth, pixel);
        this.height = squares(imageHeight, pixel);
        this.pixel = pixel;
        this.bits = bits;
    }

    private static int squares(int pixels, int each) {
        return (int) ((pixels + each - 1L) / each);
    }

    /** How many pixels of full resolution a mask pixel spans, across: a patch of the smallest chip, or more. */
    static int pixel(int imageWidth, int imageHeight, List<ChipResult> results, int grid) {
        int side =
                results.stream().mapToInt(result -> result.chip().side()).min().orElse(grid);
        int pixel = Math.max(1, side / grid);
        while ((long) squares(imageWidth, pixel) * squares(imageHeight, pixel) > MOST_PIXELS) {
            pixel *= 2;
        }
        return pixel;
    }

    /**
     * A mask of chips.
     *
     * @param pixel how many pixels of full resolution a mask pixel spans, across
     * @param bits 8 or 16
     * @param value of each chip, 0 for nothing; what is later in the list is painted over what is earlier
     */
    static MaskImage ofChips(
            int imageWidth,
            int imageHeight,
            int pixel,
            int bits,
            List<ChipResult> results,
            ToIntFunction<ChipResult> value) {
        MaskImage mask = new MaskImage(imageWidth, imageHeight, pixel, bits);
        for (ChipResult result : results) {
            int number = value.applyAsInt(result);
            if (number != 0) {
                mask.add(result.chip().window(), number);
            }
        }
        return mask;
    }

    /** A mask of 8 bits: a value where a patch was bought by any chip. */
    static MaskImage ofPatches(
            int imageWidth, int imageHeight, int pixel, List<ChipResult> results, int grid, int value) {
        MaskImage mask = new MaskImage(imageWidth, imageHeight, pixel, Byte.SIZE);
        for (ChipResult result : results) {
            Chip chip = result.chip();
            for (int patch : result.patches()) {
                mask.add(chip.patch(grid, patch), value);
            }
        }
        return mask;
    }

    private void add(Region region, int value) {
        Spot spot = new Spot(
                first(region.left()),
                first(region.top()),
                Math.min(width, first((long) region.left() + region.width())),
                Math.min(height, first((long) region.top() + region.height())),
                value);
        for (int row = spot.top() / CELL; row * CELL < spot.bottom(); row++) {
            for (int column = spot.left() / CELL; column * CELL < spot.right(); column++) {
                cells.computeIfAbsent(key(column, row), key -> new ArrayList<>())
                        .add(spot);
            }
        }
    }

    /** The first mask pixel whose middle does not lie before a position: (2 x + 1) pixel / 2 >= position. */
    private int first(long position) {
        return (int) Math.max(0, -Math.floorDiv(pixel - 2 * position, 2L * pixel));
    }

    private static long key(int column, int row) {
        return (long) row << 32 | column;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int bands() {
        return 1;
    }

    @Override
    public int bits() {
        return bits;
    }

    @Override
    public byte[] samples(Region region) {
        int size = bits / Byte.SIZE;
        byte[] samples = new byte[size * region.width() * region.height()];
        int right = region.left() + region.width();
        int bottom = region.top() + region.height();
        for (int row = region.top() / CELL; row * CELL < bottom; row++) {
            for (int column = region.left() / CELL; column * CELL < right; column++) {
                Region cell = new Region(column * CELL, row * CELL, CELL, CELL);
                for (Spot spot : cells.getOrDefault(key(column, row), List.of())) {
                    paint(spot, cell, region, samples, size);
                }
            }
        }
        return samples;
    }

    private static void paint(Spot spot, Region cell, Region region, byte[] samples, int size) {
        int left = Math.max(Math.max(spot.left(), cell.left()), region.left());
        int right = Math.min(Math.min(spot.right(), cell.left() + cell.width()), region.left() + region.width());
        int top = Math.max(Math.max(spot.top(), cell.top()), region.top());
        int bottom = Math.min(Math.min(spot.bottom(), cell.top() + cell.height()), region.top() + region.height());
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int place = size * ((y - region.top()) * region.width() + x - region.left());
                samples[place] = (byte) spot.value();
                if (size > 1) {
                    samples[place + 1] = (byte) (spot.value() >> Byte.SIZE);
                }
            }
        }
    }
}
