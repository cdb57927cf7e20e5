package io.patchdrop.imagery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes images in the formats of {@link ImageFormat} with {@code javax.imageio}: the JDK's readers, and TwelveMonkeys'
 * JPEG reader where the JDK's gives up (CMYK and YCCK, inconsistent metadata). What pixels become is described in {@link
 * io.patchdrop.imagery the package}.
 *
 * <p>Whatever the bytes are, they end in an image or in an {@link UnusableImageException}. Safe for use by several threads.
 */
public final class ImageDecoder {
    private ImageDecoder() {}

    /**
     * Decodes a whole image file, within the default limits.
     *
     * @throws UnusableImageException if it is no image that can be used
     * @throws IOException if the file cannot be read
     */
    public static RgbImage decode(Path file) throws IOException {
        return decode(file, Region::whole, DecodingLimits.DEFAULT);
    }

    /**
     * Decodes a whole image, within the default limits.
     *
     * @param encoded a whole file
     * @throws UnusableImageException if it is no image that can be used
     */
    public static RgbImage decode(byte[] encoded) throws IOException {
        return decode(encoded, Region::whole);
    }

    /**
     * Decodes the central square of an image file, within the default limits.
     *
     * @throws UnusableImageException if it is no image that can be used
     * @throws IOException if the file cannot be read
     */
    public static RgbImage decodeCentralSquare(Path file) throws IOException {
        return decode(file, Region::centralSquare, DecodingLimits.DEFAULT);
    }

    /**
     * Decodes the central square of an image, within the default limits.
     *
     * @param encoded a whole file
     * @throws UnusableImageException if it is no image that can be used
     */
    public static RgbImage decodeCentralSquare(byte[] encoded) throws IOException {
        return decode(encoded, Region::centralSquare);
    }

    /**
     * Decodes a part of an image file.
     *
     * @param choice which part
     * @throws UnusableImageException if it is no image that can be used
     * @throws IOException if the file cannot be read, or the choice refuses the image
     */
    public static RgbImage decode(Path file, Region.Choice choice, DecodingLimits limits) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return decode(limits.read(stream), choice, limits);
        }
    }

    /**
     * Decodes a part of an image, within the default limits.
     *
     * @param encoded a whole file
     * @param choice which part
     * @throws UnusableImageException if it is no image that can be used
     * @throws IOException if the choice refuses the image
     */
    public static RgbImage decode(byte[] encoded, Region.Choice choice) throws IOException {
        return decode(encoded, choice, DecodingLimits.DEFAULT);
    }

    /**
     * Decodes a part of an image.
     *
     * @param encoded a whole file
     * @param choice which part
     * @throws UnusableImageException if it is no image that can be used
     * @throws IOException if the choice refuses the image
     */
    public static RgbImage decode(byte[] encoded, Region.Choice choice, DecodingLimits limits) throws IOException {
        limits.checkBytes(encoded.length);
        ImageFormat format = format(encoded);
        boolean opaque = checkStructure(encoded, format, limits);
        try {
            return decode(encoded, choice, limits, opaque, ImageReaders.jdk(format));
        } catch (ImageReading.ReaderException e) {
            ImageReaderSpi other = ImageReaders.twelveMonkeys(format).orElseThrow(() -> e);
            try {
                return decode(encoded, choice, limits, opaque, other);
            } catch (UnusableImageException second) {
                e.addSuppressed(second);
                throw e;
            }
        }
    }

    private static RgbImage decode(
            byte[] encoded, Region.Choice choice, DecodingLimits limits, boolean opaque, ImageReaderSpi provider)
            throws IOException {
        ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded));
        try (ImageReading reading = new ImageReading(provider, stream)) {
            ImageReading.Size size = reading.size(limits);
            return reading.part(size, choice.in(size.width(), size.height()), opaque);
        }
    }

    /**
     * Reads an image's size and format, no pixels, within the default limits.
     *
     * @param stream at the image's first byte; left open
     * @throws UnusableImageException if it is no image that can be used, as far as its header tells
     * @throws IOException if reading fails
     */
    public static ImageHeader header(ImageInputStream stream) throws IOException {
        return header(stream, DecodingLimits.DEFAULT);
    }

    /**
     * Reads an image's size and format, no pixels.
     *
     * @param stream at the image's first byte; left open
     * @param limits of which the one on bytes is passed over
     * @throws UnusableImageException if it is no image that can be used, as far as its header tells
     * @throws IOException if reading fails
     */
    public static ImageHeader header(ImageInputStream stream, DecodingLimits limits) throws IOException {
        ImageFormat format = format(head(stream));
        try (ImageReading reading = new ImageReading(ImageReaders.jdk(format), stream)) {
            ImageReading.Size size = reading.size(limits);
            return new ImageHeader(size.width(), size.height(), format.imageIoName());
        }
    }

    /** Refuses what the readers would let pass, and says whether what they take for opacity is something else. */
    private static boolean checkStructure(byte[] encoded, ImageFormat format, DecodingLimits limits)
            throws UnusableImageException {
        switch (format) {
            case PNG -> PngIntegrity.check(encoded, limits);
            case BMP -> BmpIntegrity.check(encoded);
            case TIFF -> {
                TiffDirectory directory = new TiffDirectory(encoded);
                TiffIntegrity.check(encoded, directory);
                return TiffIntegrity.hasUnspecifiedSamples(directory);
            }
            case JPEG, GIF -> {}
        }
        return false;
    }

    private static byte[] head(ImageInputStream stream) throws IOException {
        byte[] head = new byte[ImageFormat.SIGNATURE_BYTES];
        stream.mark();
        int count = 0;
        int read = 0;
        while (count < head.length && read >= 0) {
            read = stream.read(head, count, head.length - count);
            count += Math.max(read, 0);
        }
        stream.reset();
        return Arrays.copyOf(head, count);
    }

    private static ImageFormat format(byte[] head) throws UnusableImageException {
        if (head.length == 0) {
            throw new UnusableImageException("the file is empty");
        }
        return ImageFormat.of(head)
                .orElseThrow(() -> new UnusableImageException("not a JPEG, PNG, GIF, BMP or TIFF image"));
    }
}
