package io.patchdrop.imagery;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** One image in the hands of one reader, whose failures become {@link UnusableImageException}s. */
final class ImageReading implements AutoCloseable {
    private static final String DAMAGED = "damaged, or of a kind that is not supported";

    /** Of a decoded pixel of 4 samples of 16 bits, and of what becomes of it. */
    private static final int MOST_BYTES_PER_PIXEL = 8 + 3;

    private static final int RESULT_BYTES_PER_PIXEL = 3;

    private final ImageReader reader;
    private @Nullable String damage;

    /** A failure of the reader, which another one may not have. */
    static final class ReaderException extends UnusableImageException {
        private static final long serialVersionUID = 1L;

        ReaderException(String message, Exception cause) {
            super(message, cause);
        }
    }

    /**
     * An image's size in pixels.
     *
     * @param width positive
     * @param height positive
     */
    record Size(int width, int height) {
        long pixels() {
            return (long) width * height;
        }
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    ImageReading(ImageReaderSpi provider, ImageInputStream stream) throws IOException {
        reader = provider.createReaderInstance();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (damage == null && meansDamage(warning)) {
                damage = warning; // one of what may be thousands
            }
        });
        reader.setInput(stream, true, true);
    }

    @Override
    public void close() {
        reader.dispose();
    }

    /**
     * What the header says.
     *
     * @throws UnusableImageException if there is no usable size, or one beyond the limits
     */
    Size size(DecodingLimits limits) throws UnusableImageException {
        Size size = guarded(() -> new Size(reader.getWidth(0), reader.getHeight(0)));
        if (size.width() <= 0 || size.height() <= 0) {
            throw new UnusableImageException("its size is " + size.width() + " x " + size.height() + " pixels");
        }
        limits.checkPixels(size.width(), size.height());
        return size;
    }

    /**
     * Decodes the image and takes a part of it.
     *
     * @param size what {@link #size} said
     * @param opaque whether what the reader takes for alpha is no opacity
     */
    RgbImage part(Size size, Region part, boolean opaque) throws UnusableImageException {
        checkMemory(size, part);
        BufferedImage image = guarded(() -> reader.read(0));
        checkDamage();
        if (image.getWidth() != size.width() || image.getHeight() != size.height()) {
            throw new UnusableImageException("damaged: its pixels are not as many as its header says");
        }
        return guarded(() -> RgbConversion.part(image, part, opaque));
    }

    /**
     * Decodes the image without a conversion of colours. Its size is not checked before.
     *
     * @return the samples, {@code [height, width, bands]}
     * @throws UnusableImageException if that is not what the image has, or if it is damaged
     */
    byte[] raster(int width, int height, int bands) throws UnusableImageException {
        return samples(guarded(() -> reader.readRaster(0, null)), width, height, bands);
    }

    private byte[] samples(Raster raster, int width, int height, int bands) throws UnusableImageException {
        checkDamage();
        if (raster.getWidth() != width
                || raster.getHeight() != height
                || raster.getNumBands() != bands
                || raster.getTransferType() != DataBuffer.TYPE_BYTE) {
            throw new UnusableImageException("damaged: its samples are not as many as expected");
        }
        byte[] samples = new byte[width * height * bands];
        raster.getDataElements(0, 0, width, height, samples);
        return samples;
    }

    private void checkDamage() throws UnusableImageException {
        if (damage != null) {
            throw new UnusableImageException(damage);
        }
    }

    /**
     * Refuses an image that is sure to exhaust Java's memory, since not even all of it holds the decoded image and the part
     * beside each other. Whether less would do is not known beforehand.
     */
    private void checkMemory(Size size, Region part) throws UnusableImageException {
        long available = Runtime.getRuntime().maxMemory();
        if (size.pixels() * MOST_BYTES_PER_PIXEL <= available) {
            return;
        }
        long needed = size.pixels() * bitsPerPixel() / Byte.SIZE
                + (long) part.width() * part.height() * RESULT_BYTES_PER_PIXEL;
        if (needed > available) {
            throw new UnusableImageException("its " + size.width() + " x " + size.height() + " pixels take "
                    + (needed >> 20) + " MiB, more than the " + (available >> 20) + " MiB that Java may use");
        }
    }

    /** Of the decoded image; 0 if it is not known before. */
    private long bitsPerPixel() throws UnusableImageException {
        Iterator<ImageTypeSpecifier> types = guarded(() -> reader.getImageTypes(0));
        if (!types.hasNext()) {
            return 0;
        }
        SampleModel samples = types.next().getSampleModel();
        return IntStream.of(samples.getSampleSize()).sum();
    }

    private static <T> T guarded(Step<T> step) throws UnusableImageException {
        try {
            return step.run();
        } catch (IOException | RuntimeException e) {
            // The readers answer damaged files with runtime exceptions of all kinds, such as a negative array size.
            throw new ReaderException(reason(e), e);
        }
    }

    /**
     * The JPEG readers fill missing data with grey and only warn. Their harmless warnings, of colour profiles and of
     * stray bytes between segments, are passed over.
     */
    private static boolean meansDamage(String warning) {
        return warning.startsWith("Truncated File")
                || warning.startsWith("Premature end")
                || (warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes"));
    }

    /**
     * What the readers say of a file, from their first to their last word. Of a runtime exception the message is about the
     * reader's inside and tells the user nothing.
     */
    private static String reason(Exception failure) {
        List<String> messages = new ArrayList<>();
        boolean understood = true;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                return UnusableImageException.TOO_SHORT;
            }
            understood &= cause instanceof IOException;
            String message = cause.getMessage() == null ? "" : cause.getMessage();
            messages.add(message.lines().findFirst().orElse("").replaceAll("[\\s.:!]+$", ""));
        }
        messages.removeIf(String::isEmpty);
        return understood && !messages.isEmpty() ? String.join(": ", messages) : DAMAGED;
    }
}
