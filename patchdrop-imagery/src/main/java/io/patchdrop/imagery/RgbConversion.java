package io.patchdrop.imagery;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * Turns a part of a decoded image into RGB bytes.
 *
 * <p>Grey, RGB and their variants with alpha are copied from the stored samples. {@link BufferedImage#getRGB} would be
 * slower, and wrong for grey: Java takes grey samples as linear light and would brighten them. Samples of other depths
 * are scaled to 0..255 and rounded; alpha is composited on black, unless it is said to be no opacity.
 */
final class RgbConversion {
    private static final int CHANNELS = 3;

    private RgbConversion() {}

    /**
     * A part of an image.
     *
     * @param part lies inside of the image
     * @param opaque whether what Java takes for alpha is something else, and is left out
     * @throws UnusableImageException if the kind of samples is not supported
     */
    static RgbImage part(BufferedImage image, Region part, boolean opaque) throws UnusableImageException {
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(part.width(), part.height()), CHANNELS)];
        ColorModel model = image.getColorModel();
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            copyReversed(image.getRaster(), part, pixels);
        } else if (model instanceof IndexColorModel palette) {
            copyPalette(image.getRaster(), palette, part, pixels);
        } else if (model instanceof ComponentColorModel components && isGreyOrRgb(components)) {
            copySamples(image.getRaster(), components, part, opaque, pixels);
        } else if (model.getNumColorComponents() <= CHANNELS && model.getTransferType() <= DataBuffer.TYPE_INT) {
            copyPacked(image, part, pixels);
        } else {
            throw new UnusableImageException("unsupported colours: " + model.getNumComponents() + " components of "
                    + model.getPixelSize() / model.getNumComponents() + " bits");
        }
        return new RgbImage(part.width(), part.height(), pixels);
    }

    private static boolean isGreyOrRgb(ComponentColorModel model) {
        int space = model.getColorSpace().getType();
        boolean integers =
                model.getTransferType() == DataBuffer.TYPE_BYTE || model.getTransferType() == DataBuffer.TYPE_USHORT;
        return integers && (space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB);
    }

    /** The common case, a colour JPEG or PNG: bytes in the order blue, green, red. */
    private static void copyReversed(Raster raster, Region part, byte[] pixels) {
        byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
        int stride = ((PixelInterleavedSampleModel) raster.getSampleModel()).getScanlineStride();
        int target = 0;
        for (int y = 0; y < part.height(); y++) {
            int source = (part.top() + y - raster.getSampleModelTranslateY()) * stride
                    + (part.left() - raster.getSampleModelTranslateX()) * CHANNELS;
            for (int x = 0; x < part.width(); x++) {
                pixels[target] = samples[source + 2];
                pixels[target + 1] = samples[source + 1];
                pixels[target + 2] = samples[source];
                target += CHANNELS;
                source += CHANNELS;
            }
        }
    }

    private static void copyPalette(Raster raster, IndexColorModel palette, Region part, byte[] pixels) {
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        int[] row = new int[part.width()];
        int target = 0;
        for (int y = 0; y < part.height(); y++) {
            raster.getSamples(part.left(), part.top() + y, part.width(), 1, 0, row);
            for (int index : row) {
                // An index beyond the palette is black, as in the image libraries.
                target = putArgb(index < colours.length ? colours[index] : 0, pixels, target);
            }
        }
    }

    private static void copySamples(
            Raster raster, ComponentColorModel model, Region part, boolean opaque, byte[] pixels) {
        int bands = raster.getNumBands();
        int colours = model.getNumColorComponents();
        int maximum = (1 << model.getComponentSize(0)) - 1;
        boolean alpha = !opaque && model.hasAlpha() && !model.isAlphaPremultiplied();
        int alphaMaximum = alpha ? (1 << model.getComponentSize(bands - 1)) - 1 : 1;
        int[] row = new int[part.width() * bands];
        int target = 0;
        for (int y = 0; y < part.height(); y++) {
            raster.getPixels(part.left(), part.top() + y, part.width(), 1, row);
            for (int x = 0; x < part.width(); x++) {
                long opacity = alpha ? row[x * bands + bands - 1] : 1;
                for (int channel = 0; channel < CHANNELS; channel++) {
                    int sample = row[x * bands + (colours == 1 ? 0 : channel)];
                    pixels[target++] = (byte) scaled(sample * opacity, (long) maximum * alphaMaximum);
                }
            }
        }
    }

    /** Packed colours, such as 16-bit BMP, where Java's conversion is exact, and rare colour spaces. */
    private static void copyPacked(BufferedImage image, Region part, byte[] pixels) {
        int[] row = new int[part.width()];
        int target = 0;
        for (int y = 0; y < part.height(); y++) {
            image.getRGB(part.left(), part.top() + y, part.width(), 1, row, 0, part.width());
            for (int argb : row) {
                target = putArgb(argb, pixels, target);
            }
        }
    }

    private static int putArgb(int argb, byte[] pixels, int target) {
        int alpha = argb >>> 24;
        pixels[target] = (byte) scaled((long) alpha * (argb >> 16 & 0xff), 255 * 255);
        pixels[target + 1] = (byte) scaled((long) alpha * (argb >> 8 & 0xff), 255 * 255);
        pixels[target + 2] = (byte) scaled((long) alpha * (argb & 0xff), 255 * 255);
        return target + CHANNELS;
    }

    /** {@code value / maximum} in 0..1 as 0..255, rounded half up. */
    private static long scaled(long value, long maximum) {
        return (value * 255 + maximum / 2) / maximum;
    }
}
