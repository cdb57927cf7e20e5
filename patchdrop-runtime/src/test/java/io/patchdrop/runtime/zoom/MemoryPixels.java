package io.patchdrop.runtime.zoom;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import java.util.random.RandomGenerator;

/** Pixels of images in memory. */
public final class MemoryPixels {
    private MemoryPixels() {}

    /** An image whose pixels are drawn from a seed. */
    public static RgbImage random(int width, int height, long seed) {
        byte[] pixels = new byte[3 * width * height];
        RandomGenerator random = Seeds.generator(seed, "pixels of an image in memory");
        random.nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    /** The pixels of a region, row by row. */
    public static byte[] part(RgbImage image, Region region) {
        byte[] part = new byte[3 * region.width() * region.height()];
        copy(image.pixels(), Region.whole(image.width(), image.height()), part, region);
        return part;
    }

    /** Copies what two regions of one image share. */
    static void copy(byte[] from, Region fromRegion, byte[] to, Region toRegion) {
        int left = Math.max(fromRegion.left(), toRegion.left());
        int right = Math.min(fromRegion.left() + fromRegion.width(), toRegion.left() + toRegion.width());
        int top = Math.max(fromRegion.top(), toRegion.top());
        int bottom = Math.min(fromRegion.top() + fromRegion.height(), toRegion.top() + toRegion.height());
        for (int y = top; y < bottom; y++) {
            System.arraycopy(
                    from,
                    3 * ((y - fromRegion.top()) * fromRegion.width() + left - fromRegion.left()),
                    to,
                    3 * ((y - toRegion.top()) * toRegion.width() + left - toRegion.left()),
                    3 * (right - left));
        }
    }

    /** The image with a pixel for each square of so many pixels: their mean, of those that are there. */
    static RgbImage reduced(RgbImage image, int by) {
        int width = (image.width() + by - 1) / by;
        int height = (image.height() + by - 1) / by;
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                Region square = new Region(
                        x * by, y * by, Math.min(by, image.width() - x * by), Math.min(by, image.height() - y * by));
                for (int band = 0; band < 3; band++) {
                    pixels[3 * (y * width + x) + band] = (byte) mean(image, square, band);
                }
            }
        }
        return new RgbImage(width, height, pixels);
    }

    private static int mean(RgbImage image, Region square, int band) {
        long sum = 0;
        for (int y = square.top(); y < square.top() + square.height(); y++) {
            for (int x = square.left(); x < square.left() + square.width(); x++) {
                sum += image.pixels()[3 * (y * image.width() + x) + band] & 0xff;
            }
        }
        return (int) Math.round((double) sum / (square.width() * square.height()));
    }
}
