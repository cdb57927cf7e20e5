package io.patchdrop.imagery;

import java.io.IOException;
import java.io.InputStream;

/**
 * What is refused for its size before any pixel is decoded, so that a small file cannot exhaust the memory. Who decodes
 * for strangers takes fewer pixels than the default: decoding needs up to about 20 bytes for each.
 *
 * @param bytes the largest file, 1 to 1 GiB
 * @param pixels width times height of the largest image, 1 to 400 million
 */
public record DecodingLimits(int bytes, long pixels) {
    /** 1 GiB and 400 megapixels. */
    public static final DecodingLimits DEFAULT = new DecodingLimits(1 << 30, 400_000_000);

    public DecodingLimits {
        if (bytes < 1 || bytes > 1 << 30) {
            throw new IllegalArgumentException("a limit of " + bytes + " bytes is not in 1 to 1 GiB");
        }
        if (pixels < 1 || pixels > 400_000_000) {
            throw new IllegalArgumentException("a limit of " + pixels + " pixels is not in 1 to 400 million");
        }
    }

    /** These limits with another number of pixels, 1 to 400 million. */
    public DecodingLimits withPixels(long limit) {
        return new DecodingLimits(bytes, limit);
    }

    /**
     * Everything from here to the end of a stream, which is left open.
     *
     * @throws UnusableImageException if that is more than the limit; one byte more than it has been read
     * @throws IOException if reading fails
     */
    public byte[] read(InputStream stream) throws IOException {
        byte[] read = stream.readNBytes(bytes + 1);
        checkBytes(read.length);
        return read;
    }

    void checkBytes(int length) throws UnusableImageException {
        if (length > bytes) {
            throw new UnusableImageException("the file is larger than " + inMebibytes(bytes));
        }
    }

    void checkPixels(int width, int height) throws UnusableImageException {
        if ((long) width * height > pixels) {
            throw new UnusableImageException(
                    "its " + width + " x " + height + " pixels are more than " + inMegapixels());
        }
    }

    private String inMegapixels() {
        return pixels % 1_000_000 == 0 ? pixels / 1_000_000 + " megapixels" : "the limit of " + pixels;
    }

    private static String inMebibytes(int bytes) {
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : bytes + " bytes";
    }
}
