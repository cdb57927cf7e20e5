package io.patchdrop.imagery;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes images with {@code javax.imageio}: the JDK's readers, and TwelveMonkeys' JPEG reader where the JDK's gives up
 * (CMYK and YCCK, inconsistent metadata). Every failure is an {@link IOException} that says why, in one line.
 */
public final class ImageDecoder {
    /** More pixels than this are refused before any is decoded, so that a small file cannot exhaust the memory. */
    public static final long MAXIMUM_PIXELS = 400_000_000;

    private static final Map<ImageFormat, ImageReaderSpi> JDK = providers("com.sun.imageio.");
    private static final Map<ImageFormat, ImageReaderSpi> TWELVE_MONKEYS = providers("com.twelvemonkeys.");

    private ImageDecoder() {}

    /** A failure that another reader of the same format would not mend. */
    private static final class UnusableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    private interface Reading<T> {
        T read(ImageReader reader, List<String> warnings) throws IOException;
    }

    /**
     * Reads an image's size and format, no pixels.
     *
     * @param stream at the image's first byte; left open
     * @throws IOException if it is no image that can be read, or too large a one
     */
    public static ImageHeader header(ImageInputStream stream) throws IOException {
        ImageFormat format = format(head(stream));
        return withReader(jdkReader(format), stream, (reader, warnings) -> header(reader, format));
    }

    /**
     * Decodes a part of an image that is complete in memory.
     *
     * @param encoded a whole file
     * @param choice which part
     * @throws IOException if it is no image that can be read or too large a one, or the choice refuses it
     */
    public static RgbImage decode(byte[] encoded, Region.Choice choice) throws IOException {
        ImageFormat format = format(encoded);
        if (format == ImageFormat.PNG) {
            PngIntegrity.check(encoded);
        }
        try {
            return decode(encoded, choice, format, jdkReader(format));
        } catch (UnusableException e) {
            throw e;
        } catch (IOException e) {
            ImageReaderSpi other = TWELVE_MONKEYS.get(format);
            if (other == null) {
                throw e;
            }
            try {
                return decode(encoded, choice, format, other);
            } catch (IOException second) {
                e.addSuppressed(second);
                throw e;
            }
        }
    }

    private static RgbImage decode(byte[] encoded, Region.Choice choice, ImageFormat format, ImageReaderSpi provider)
            throws IOException {
        ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded));
        return withReader(provider, stream, (reader, warnings) -> {
            header(reader, format); // refuses what is too large
            BufferedImage image = reader.read(0);
            for (String warning : warnings) {
                if (meansDamage(warning)) {
                    throw new UnusableException(warning);
                }
            }
            return RgbConversion.part(image, choice.in(image.getWidth(), image.getHeight()));
        });
    }

    private static ImageHeader header(ImageReader reader, ImageFormat format) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width <= 0 || height <= 0) {
            throw new UnusableException("its size is " + width + " x " + height + " pixels");
        }
        if ((long) width * height > MAXIMUM_PIXELS) {
            throw new UnusableException("its " + width + " x " + height + " pixels are more than "
                    + MAXIMUM_PIXELS / 1_000_000 + " megapixels");
        }
        return new ImageHeader(width, height, format.imageIoName());
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

    private static <T> T withReader(ImageReaderSpi provider, ImageInputStream stream, Reading<T> reading)
            throws IOException {
        ImageReader reader = provider.createReaderInstance();
        List<String> warnings = new ArrayList<>();
        try {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(stream, true, true);
            return reading.read(reader, warnings);
        } catch (UnusableException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The readers answer damaged files with runtime exceptions of all kinds, such as a negative array size.
            throw new IOException(reason(e), e);
        } finally {
            reader.dispose();
        }
    }

    private static String reason(Exception failure) {
        if (failure instanceof EOFException || failure.getCause() instanceof EOFException) {
            return "the file ends too early";
        }
        String message = failure.getMessage();
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        return line.isBlank() ? "damaged: " + failure.getClass().getSimpleName() : line;
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

    private static ImageFormat format(byte[] head) throws IOException {
        if (head.length == 0) {
            throw new IOException("the file is empty");
        }
        return ImageFormat.of(head).orElseThrow(() -> new IOException("not a JPEG, PNG, GIF, BMP or TIFF image"));
    }

    private static ImageReaderSpi jdkReader(ImageFormat format) {
        return Optional.ofNullable(JDK.get(format))
                .orElseThrow(() -> new IllegalStateException("this Java runtime has no reader for " + format));
    }

    private static Map<ImageFormat, ImageReaderSpi> providers(String vendor) {
        Map<ImageFormat, ImageReaderSpi> found = new EnumMap<>(ImageFormat.class);
        Iterator<ImageReaderSpi> all =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
        while (all.hasNext()) {
            ImageReaderSpi provider = all.next();
            List<String> names = Arrays.asList(provider.getFormatNames());
            for (ImageFormat format : ImageFormat.values()) {
                if (provider.getClass().getName().startsWith(vendor) && names.contains(format.imageIoName())) {
                    found.putIfAbsent(format, provider);
                }
            }
        }
        return found;
    }
}
