package io.patchdrop.imagery.tiff.codec;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPReadParam;
import com.luciad.imageio.webp.internal.NativeLoader;
import io.patchdrop.imagery.UnusableImageException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** The decoder of libwebp. Its native library is loaded when the first image is decoded. */
final class Libwebp {
    private static final WebPImageReaderSpi READERS = new WebPImageReaderSpi();

    private Libwebp() {}

    /**
     * Decodes a still image whose size is known.
     *
     * @param file from {@code RIFF} on; what comes after the image is passed over
     * @param width pixels that it must have
     * @param height pixels that it must have
     * @return {@code [height, width]}: opacity (255 throughout if the image has none), red, green and blue, not multiplied
     *     with it, from the highest byte to the lowest
     * @throws UnusableImageException if it is no still WebP image of this size, or damaged; or if there is no libwebp for
     *     this platform
     */
    static int[] decode(byte[] file, int width, int height) throws UnusableImageException {
        if (Options.LOADED == null) {
            throw new UnusableImageException("WebP tiles are not supported on this platform: libwebp was not loaded");
        }
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            ImageReader reader = READERS.createReaderInstance(null);
            reader.setInput(input);
            // As libwebp itself reads it from the headers, so that decoding makes an image of this size or none.
            if (reader.getWidth(0) != width || reader.getHeight(0) != height) {
                throw new UnusableImageException("damaged: a WebP image of " + reader.getWidth(0) + " x "
                        + reader.getHeight(0) + " pixels is in the place of " + width + " x " + height);
            }
            BufferedImage image = reader.read(0, Options.LOADED);
            return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        } catch (UnusableImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new UnusableImageException("damaged: a tile is no valid WebP image", e);
        } catch (OutOfMemoryError e) {
            // What libwebp says of damaged opacity too.
            throw new UnusableImageException("a tile is no valid WebP image, or takes more memory than there is", e);
        }
    }

    private static final class Options {
        /** The only ones, as what is allocated for them is never freed. Null if the library was not loaded. */
        static final @Nullable WebPReadParam LOADED = load();

        private Options() {}

        private static @Nullable WebPReadParam load() {
            try {
                // Before any other class would do so, and print a stack trace where it fails.
                return NativeLoader.initialize() ? new WebPReadParam() : null;
            } catch (Exception | LinkageError e) {
                return null;
            }
        }
    }
}
