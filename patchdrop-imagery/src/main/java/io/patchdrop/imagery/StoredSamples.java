package io.patchdrop.imagery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The samples of images inside other files, such as the tiles of a TIFF, as they are stored: what they mean, the other file
 * says.
 */
public final class StoredSamples {
    private StoredSamples() {}

    /**
     * The components of a JPEG image, of full resolution, their colours not converted. Its size is checked only when it is
     * decoded: whoever does not trust a stream looks at its frame first.
     *
     * @param stream a whole one
     * @param width that the image must have
     * @param height that the image must have
     * @param components that the image must have, 1 to 4
     * @return {@code [height, width, components]}
     * @throws UnusableImageException if the stream is no such image, or damaged
     */
    public static byte[] ofJpeg(byte[] stream, int width, int height, int components) throws UnusableImageException {
        ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(stream));
        try (ImageReading reading = new ImageReading(ImageReaders.jdk(ImageFormat.JPEG), input)) {
            return reading.raster(width, height, components);
        } catch (UnusableImageException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a stream in memory
        }
    }
}
