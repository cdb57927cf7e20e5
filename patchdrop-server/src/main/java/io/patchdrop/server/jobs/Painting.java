package io.patchdrop.server.jobs;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * A small picture on which larger or smaller ones are painted. What is shrunk is averaged over the area of each pixel, what is
 * enlarged is interpolated, and what keeps its size is copied.
 */
final class Painting {
    private static final int GREY = 0x8C8C8C;

    private final int width;
    private final int height;
    private final int[] pixels;

    /** All grey. */
    Painting(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
        Arrays.fill(pixels, GREY);
    }

    /**
     * Where something is painted, in pixels of the painting; some of it may lie outside. Painted are the pixels whose middles
     * are inside.
     */
    record Place(double left, double top, double width, double height) {
        /** Whether it has the middle of a pixel of a painting: of many that are smaller than a pixel only some have. */
        boolean covers(int paintingWidth, int paintingHeight) {
            return has(left, width, paintingWidth) && has(top, height, paintingHeight);
        }

        private static boolean has(double from, double length, int limit) {
            return firstFrom(from) < endOf(from, length, limit);
        }
    }

    /** The first pixel whose middle is not before a position. */
    private static int firstFrom(double from) {
        return (int) Math.max(0, Math.ceil(from - 0.5));
    }

    /** The first pixel whose middle is behind. */
    private static int endOf(double from, double length, int limit) {
        return (int) Math.min(limit, Math.ceil(from + length - 0.5));
    }

    /** For each pixel that is painted, which ones it is made of, and how much of each. */
    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record Axis(int start, int[] first, float[][] weights) {
        /**
         * @param size pixels of what is painted
         * @param from where it begins in the painting
         * @param length how long it is there
         * @param limit pixels of the painting
         */
        static Axis of(int size, double from, double length, int limit) {
            int start = firstFrom(from);
            int count = Math.max(0, endOf(from, length, limit) - start);
            int[] first = new int[count];
            float[][] weights = new float[count][];
            double scale = size / length;
            for (int i = 0; i < count; i++) {
                double low = (start + i - from) * scale;
                if (scale > 1) {
                    area(size, Math.max(0, low), Math.min(size, low + scale), i, first, weights);
                } else {
                    point(size, low + scale / 2 - 0.5, i, first, weights);
                }
            }
            return new Axis(start, first, weights);
        }

        private static void area(int size, double low, double high, int i, int[] first, float[][] weights) {
            int begin = (int) Math.min(size - 1, Math.floor(low));
            int end = (int) Math.max(begin + 1, Math.min(size, Math.ceil(high)));
            first[i] = begin;
            weights[i] = new float[end - begin];
            double sum = 0;
            for (int k = begin; k < end; k++) {
                double part = Math.max(0, Math.min(high, k + 1) - Math.max(low, k));
                weights[i][k - begin] = (float) part;
                sum += part;
            }
            for (int k = 0; k < weights[i].length; k++) {
                weights[i][k] = sum > 0 ? (float) (weights[i][k] / sum) : 1f / weights[i].length;
            }
        }

        private static void point(int size, double at, int i, int[] first, float[][] weights) {
            double inside = Math.max(0, Math.min(size - 1, at));
            first[i] = (int) Math.floor(inside);
            float rest = (float) (inside - first[i]);
            weights[i] = rest == 0 ? new float[] {1} : new float[] {1 - rest, rest};
        }
    }

    /**
     * Paints over what is there.
     *
     * @param source {@code [height, width, 3]} bytes, RGB, after {@code offset} others
     */
    void paint(byte[] source, int offset, int sourceWidth, int sourceHeight, Place place) {
        Axis columns = Axis.of(sourceWidth, place.left(), place.width(), width);
        Axis rows = Axis.of(sourceHeight, place.top(), place.height(), height);
        for (int y = 0; y < rows.first().length; y++) {
            for (int x = 0; x < columns.first().length; x++) {
                pixels[(rows.start() + y) * width + columns.start() + x] = mean(
                        source,
                        offset + 3 * (rows.first()[y] * sourceWidth + columns.first()[x]),
                        3 * sourceWidth,
                        rows.weights()[y],
                        columns.weights()[x]);
            }
        }
    }

    private static int mean(byte[] source, int start, int stride, float[] down, float[] across) {
        float red = 0;
        float green = 0;
        float blue = 0;
        for (int y = 0; y < down.length; y++) {
            int at = start + y * stride;
            for (int x = 0; x < across.length; x++) {
                float weight = down[y] * across[x];
                red += weight * (source[at] & 0xff);
                green += weight * (source[at + 1] & 0xff);
                blue += weight * (source[at + 2] & 0xff);
                at += 3;
            }
        }
        return Math.round(red) << 16 | Math.round(green) << 8 | Math.round(blue);
    }

    /** As a PNG file. */
    byte[] png() throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java writes no PNG");
        }
        return out.toByteArray();
    }
}
