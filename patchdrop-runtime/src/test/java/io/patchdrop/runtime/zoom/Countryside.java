package io.patchdrop.runtime.zoom;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import java.util.random.RandomGenerator;

/** Ground seen from above: smooth value noise of several scales and some grain, RGB of 8 bits, drawn from a seed. */
final class Countryside implements TiffWriterImage {
    private static final int[] CELLS = {512, 128, 32, 8};
    private static final int[] HEIGHTS = {60, 40, 25, 15};
    private static final int GRAIN = 6;

    private final int side;
    private final long seed;
    /** Of each scale and each colour, the heights at the corners of its cells. */
    private final float[][][] corners = new float[CELLS.length][3][];

    /** @param side in pixels */
    Countryside(int side, long seed) {
        this.side = side;
        this.seed = seed;
        for (int scale = 0; scale < CELLS.length; scale++) {
            for (int colour = 0; colour < 3; colour++) {
                RandomGenerator random = Seeds.generator(seed, "ground", scale, colour);
                corners[scale][colour] = new float[across(scale) * across(scale)];
                for (int i = 0; i < corners[scale][colour].length; i++) {
                    corners[scale][colour][i] = HEIGHTS[scale] * (2 * random.nextFloat() - 1);
                }
            }
        }
    }

    private int across(int scale) {
        return side / CELLS[scale] + 2;
    }

    @Override
    public int width() {
        return side;
    }

    @Override
    public int height() {
        return side;
    }

    @Override
    public int bands() {
        return 3;
    }

    @Override
    public int bits() {
        return Byte.SIZE;
    }

    @Override
    public byte[] samples(Region region) {
        byte[] samples = new byte[region.width() * region.height() * 3];
        RandomGenerator grain = Seeds.generator(seed, "grain", region.left(), region.top());
        int at = 0;
        for (int y = region.top(); y < region.top() + region.height(); y++) {
            for (int x = region.left(); x < region.left() + region.width(); x++) {
                int speck = grain.nextInt(2 * GRAIN + 1) - GRAIN;
                for (int colour = 0; colour < 3; colour++) {
                    int value = Math.round(128 + height(colour, x, y)) + speck;
                    samples[at++] = (byte) Math.max(0, Math.min(255, value));
                }
            }
        }
        return samples;
    }

    private float height(int colour, int x, int y) {
        float sum = 0;
        for (int scale = 0; scale < CELLS.length; scale++) {
            int cell = CELLS[scale];
            float[] heights = corners[scale][colour];
            int corner = y / cell * across(scale) + x / cell;
            float right = (float) (x % cell) / cell;
            float down = (float) (y % cell) / cell;
            float above = heights[corner] * (1 - right) + heights[corner + 1] * right;
            float below = heights[corner + across(scale)] * (1 - right) + heights[corner + across(scale) + 1] * right;
            sum += above * (1 - down) + below * down;
        }
        return sum;
    }
}
