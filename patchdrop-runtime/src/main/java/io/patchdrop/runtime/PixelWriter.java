package io.patchdrop.runtime;

import io.patchdrop.core.bundle.Manifest;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Writes pixels as the graphs take them: normalised floats, one plane a channel. Sources are 8-bit RGB, row by row. It has
 * memory of its own, so that one thread uses it at a time.
 */
final class PixelWriter {
    private static final int CHANNELS = 3;
    private static final int VALUES = 256;

    private final int imageSize;
    private final int lookSize;
    /** The normalised value of each byte, {@code [3][256]}. */
    private final float[][] tables = new float[CHANNELS][VALUES];
    /** Mean and standard deviation in units of a byte. */
    private final float[] mean = new float[CHANNELS];

    private final float[] deviation = new float[CHANNELS];
    private final float[] planes;
    private final int[] sums;

    PixelWriter(Manifest manifest) {
        this.imageSize = manifest.imageSize();
        this.lookSize = manifest.lookSize();
        for (int channel = 0; channel < CHANNELS; channel++) {
            // Rounded as in training, so that the floats are the same to the last bit.
            mean[channel] = (float) (manifest.normalisation().mean().get(channel) * (VALUES - 1));
            deviation[channel] = (float) (manifest.normalisation().std().get(channel) * (VALUES - 1));
            for (int value = 0; value < VALUES; value++) {
                tables[channel][value] = (value - mean[channel]) / deviation[channel];
            }
        }
        int side = Math.max(lookSize, imageSize / manifest.grid());
        this.planes = new float[CHANNELS * side * side];
        this.sums = new int[CHANNELS * lookSize * lookSize];
    }

    /**
     * Writes a square, such as a patch, as {@code [3, side, side]}.
     *
     * @param pixels RGB
     * @param first place of the square's first byte
     * @param stride bytes from one row to the next
     * @param side of the square, at most that of a patch or of the look
     * @param target written to from {@code start} on
     */
    void square(byte[] pixels, int first, int stride, int side, FloatBuffer target, int start) {
        normalise(pixels, first, stride, side);
        target.put(start, planes, 0, CHANNELS * side * side);
    }

    /**
     * Writes a patch to its place in a whole image {@code [3, H, H]}.
     *
     * @param left column of its first pixel there
     * @param top row of its first pixel there
     * @param start of the image in the target; the other parameters are those of {@link #square}
     */
    void patch(byte[] pixels, int first, int stride, int side, int left, int top, FloatBuffer target, int start) {
        normalise(pixels, first, stride, side);
        for (int channel = 0; channel < CHANNELS; channel++) {
            int place = start + (channel * imageSize + top) * imageSize + left;
            int row = channel * side * side;
            for (int y = 0; y < side; y++) {
                target.put(place, planes, row, side);
                place += imageSize;
                row += side;
            }
        }
    }

    private void normalise(byte[] pixels, int first, int stride, int side) {
        float[] red = tables[0];
        float[] green = tables[1];
        float[] blue = tables[2];
        int area = side * side;
        int pixel = 0;
        for (int y = 0; y < side; y++) {
            int source = first + y * stride;
            for (int x = 0; x < side; x++) {
                planes[pixel] = red[pixels[source] & 0xff];
                planes[area + pixel] = green[pixels[source + 1] & 0xff];
                planes[2 * area + pixel] = blue[pixels[source + 2] & 0xff];
                pixel++;
                source += CHANNELS;
            }
        }
    }

    /**
     * Writes the look of a whole image, {@code [3, h, h]}: each value is the mean of the normalised values of the cell that
     * it covers. As normalising is linear, whole numbers are added up and the sum is normalised.
     *
     * @param image {@code [H, H, 3]}
     */
    void lookOf(byte[] image, FloatBuffer target, int start) {
        int cell = imageSize / lookSize;
        int area = lookSize * lookSize;
        Arrays.fill(sums, 0);
        int source = 0;
        for (int y = 0; y < imageSize; y++) {
            int place = y / cell * lookSize;
            for (int x = 0; x < lookSize; x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int i = 0; i < cell; i++) {
                    red += image[source] & 0xff;
                    green += image[source + 1] & 0xff;
                    blue += image[source + 2] & 0xff;
                    source += CHANNELS;
                }
                sums[place] += red;
                sums[area + place] += green;
                sums[2 * area + place] += blue;
                place++;
            }
        }
        for (int channel = 0; channel < CHANNELS; channel++) {
            double scale = 1.0 / ((double) cell * cell * deviation[channel]);
            double shift = -(double) mean[channel] / deviation[channel];
            for (int i = channel * area; i < (channel + 1) * area; i++) {
                planes[i] = (float) (sums[i] * scale + shift);
            }
        }
        target.put(start, planes, 0, CHANNELS * area);
    }
}
