package io.patchdrop.imagery.webp;

import java.util.Arrays;

/**
 * What an encoder did to an image's pixels so that they compress better (RFC 9649, section 3.5).
 *
 * @param kind what it did
 * @param width of the image before it
 * @param blockBits of the side of the blocks that {@code values} has one value for; of a palette, how many pixels share one,
 *     as a power of 2
 * @param values of the blocks, or the palette's colours
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LosslessTransform(Kind kind, int width, int blockBits, int[] values) {
    private static final int BLACK = 0xff000000;

    /** The four that there are. */
    enum Kind {
        PREDICTION,
        CROSS_COLOUR,
        SUBTRACTED_GREEN,
        PALETTE;

        /** @param number 0 to 3, as it is stored */
        static Kind of(int number) {
            return switch (number) {
                case 0 -> PREDICTION;
                case 1 -> CROSS_COLOUR;
                case 2 -> SUBTRACTED_GREEN;
                case 3 -> PALETTE;
                default -> throw new IllegalArgumentException("transform " + number);
            };
        }
    }

    /** Of the image after it. */
    int storedWidth() {
        return kind == Kind.PALETTE ? blocksAcross() : width;
    }

    private int blocksAcross() {
        return (width + (1 << blockBits) - 1) >> blockBits;
    }

    private int value(int x, int y) {
        return values[(y >> blockBits) * blocksAcross() + (x >> blockBits)];
    }

    /** The pixels before it, {@code [height, width]}; those that are given may change. */
    int[] undo(int[] pixels, int height) {
        switch (kind) {
            case PREDICTION -> addPredictions(pixels);
            case CROSS_COLOUR -> addColours(pixels);
            case SUBTRACTED_GREEN -> {
                for (int i = 0; i < pixels.length; i++) {
                    int green = pixels[i] >> 8 & 0xff;
                    pixels[i] = sum(pixels[i], green << 16 | green);
                }
            }
            case PALETTE -> {
                return coloured(pixels, height);
            }
        }
        return pixels;
    }

    /** Channel by channel, without carry. */
    static int sum(int some, int others) {
        int outer = (some & 0xff00ff00) + (others & 0xff00ff00);
        int inner = (some & 0x00ff00ff) + (others & 0x00ff00ff);
        return (outer & 0xff00ff00) | (inner & 0x00ff00ff);
    }

    private int[] coloured(int[] packed, int height) {
        int[] pixels = new int[width * height];
        int[] colours = Arrays.copyOf(values, 256); // an index beyond the palette is transparent black
        int depth = Byte.SIZE >> blockBits;
        int across = blocksAcross();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int together = packed[y * across + (x >> blockBits)] >> 8 & 0xff;
                int place = x & ((1 << blockBits) - 1);
                pixels[y * width + x] = colours[together >> (place * depth) & ((1 << depth) - 1)];
            }
        }
        return pixels;
    }

    private void addColours(int[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            int factors = value(i % width, i / width);
            int pixel = pixels[i];
            int green = pixel >> 8;
            int red = (pixel >> 16) + product(factors, green);
            int blue = pixel + product(factors >> 8, green) + product(factors >> 16, red);
            pixels[i] = (pixel & 0xff00ff00) | (red & 0xff) << 16 | (blue & 0xff);
        }
    }

    /** Of the lowest bytes, which are signed, with 5 bits after the point. */
    private static int product(int factor, int colour) {
        return ((byte) factor * (byte) colour) >> 5;
    }

    private void addPredictions(int[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            int x = i % width;
            int y = i / width;
            int prediction;
            if (y == 0) {
                prediction = x == 0 ? BLACK : pixels[i - 1];
            } else if (x == 0) {
                prediction = pixels[i - width];
            } else {
                prediction = prediction(value(x, y) >> 8 & 0xf, pixels, i);
            }
            pixels[i] = sum(pixels[i], prediction);
        }
    }

    /** On the right of the last pixel of the row above is the first one of the pixel's own row. */
    private int prediction(int mode, int[] pixels, int i) {
        int left = pixels[i - 1];
        int above = pixels[i - width];
        int corner = pixels[i - width - 1];
        int right = pixels[i - width + 1];
        return switch (mode) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> right;
            case 4 -> corner;
            case 5 -> mean(mean(left, right), above);
            case 6 -> mean(left, corner);
            case 7 -> mean(left, above);
            case 8 -> mean(corner, above);
            case 9 -> mean(above, right);
            case 10 -> mean(mean(left, corner), mean(above, right));
            case 11 -> nearer(left, above, corner);
            case 12 -> gradient(left, above, corner);
            case 13 -> halfGradient(mean(left, above), corner);
            default -> BLACK;
        };
    }

    private static int mean(int some, int others) {
        return (((some ^ others) & 0xfefefefe) >>> 1) + (some & others);
    }

    /** Left or above, whichever is nearer to left + above - corner. */
    private static int nearer(int left, int above, int corner) {
        int fromLeft = 0;
        int fromAbove = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int middle = corner >> shift & 0xff;
            fromLeft += Math.abs((above >> shift & 0xff) - middle);
            fromAbove += Math.abs((left >> shift & 0xff) - middle);
        }
        return fromLeft < fromAbove ? left : above;
    }

    private static int gradient(int left, int above, int corner) {
        int result = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int value = (left >> shift & 0xff) + (above >> shift & 0xff) - (corner >> shift & 0xff);
            result |= Plane.clamped(value) << shift;
        }
        return result;
    }

    private static int halfGradient(int mean, int corner) {
        int result = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int value = mean >> shift & 0xff;
            result |= Plane.clamped(value + (value - (corner >> shift & 0xff)) / 2) << shift;
        }
        return result;
    }
}
