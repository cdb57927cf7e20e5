package io.patchdrop.imagery.webp;

import io.patchdrop.imagery.UnusableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes still WebP images. */
public final class Webp {
    static final String TOO_SHORT = "damaged: a WebP image ends too early";

    private static final int HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int ANIMATION = 2;
    private static final int OPAQUE = 255;

    private Webp() {}

    /**
     * Decodes an image whose size is known. Takes memory of up to about 16 bytes a pixel.
     *
     * @param file from {@code RIFF} on; what comes after the image is passed over
     * @param width pixels that it must have
     * @param height pixels that it must have
     * @param bands 3, or 4 with opacity, which is 255 throughout if the image has none
     * @return {@code [height, width, bands]}: red, green, blue and opacity, not multiplied with it
     * @throws UnusableImageException if it is no still WebP image of this size, or damaged
     */
    public static byte[] decode(byte[] file, int width, int height, int bands) throws UnusableImageException {
        if (bands != 3 && bands != 4) {
            throw new IllegalArgumentException(bands + " bands of a WebP image");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < HEADER_BYTES
                || !name(file, 0).equals("RIFF")
                || !name(file, 8).equals("WEBP")) {
            throw new UnusableImageException("damaged: it is no WebP image");
        }
        ByteBuffer opacity = null;
        bytes.position(HEADER_BYTES);
        while (bytes.remaining() >= CHUNK_HEADER_BYTES) {
            String name = name(file, bytes.position());
            int length = bytes.getInt(bytes.position() + 4);
            bytes.position(bytes.position() + CHUNK_HEADER_BYTES);
            if (length < 0 || length > bytes.remaining()) {
                throw new UnusableImageException(TOO_SHORT);
            }
            ByteBuffer chunk = bytes.slice().order(ByteOrder.LITTLE_ENDIAN).limit(length);
            switch (name) {
                case "VP8X" -> checkCanvas(chunk, width, height);
                case "ALPH" -> opacity = chunk;
                case "VP8 " -> {
                    return lossy(chunk, opacity, width, height, bands);
                }
                case "VP8L" -> {
                    return lossless(chunk, width, height, bands);
                }
                default -> {} // a colour profile, or what someone added
            }
            bytes.position(Math.min(bytes.limit(), bytes.position() + length + length % 2));
        }
        throw new UnusableImageException(TOO_SHORT);
    }

    private static String name(byte[] file, int position) {
        return new String(file, position, 4, StandardCharsets.ISO_8859_1);
    }

    private static void checkCanvas(ByteBuffer chunk, int width, int height) throws UnusableImageException {
        if (chunk.remaining() < 10) {
            throw new UnusableImageException(TOO_SHORT);
        }
        if ((chunk.get(0) & ANIMATION) != 0) {
            throw new UnusableImageException("WebP animations are not supported");
        }
        checkSize((chunk.getInt(4) & 0xffffff) + 1, (chunk.getInt(6) >>> 8) + 1, width, height);
    }

    static void checkSize(int width, int height, int wantedWidth, int wantedHeight) throws UnusableImageException {
        if (width != wantedWidth || height != wantedHeight) {
            throw new UnusableImageException("damaged: a WebP image of " + width + " x " + height
                    + " pixels is in the place of " + wantedWidth + " x " + wantedHeight);
        }
    }

    private static byte[] lossy(ByteBuffer chunk, @Nullable ByteBuffer opacity, int width, int height, int bands)
            throws UnusableImageException {
        Vp8Header header = new Vp8Header(chunk);
        checkSize(header.width(), header.height(), width, height);
        byte[] pixels = new byte[width * height * bands];
        Vp8Colours.toRgb(Vp8Frame.decode(header), width, height, pixels, bands);
        if (bands == 4) {
            byte[] plane = opacity == null ? null : OpacityPlane.decode(opacity, width, height);
            for (int i = 0; i < width * height; i++) {
                pixels[4 * i + 3] = plane == null ? (byte) OPAQUE : plane[i];
            }
        }
        return pixels;
    }

    private static byte[] lossless(ByteBuffer chunk, int width, int height, int bands) throws UnusableImageException {
        int[] colours = LosslessImage.decode(chunk, width, height);
        byte[] pixels = new byte[width * height * bands];
        for (int i = 0; i < colours.length; i++) {
            int colour = colours[i];
            pixels[bands * i] = (byte) (colour >> 16);
            pixels[bands * i + 1] = (byte) (colour >> 8);
            pixels[bands * i + 2] = (byte) colour;
            if (bands == 4) {
                pixels[bands * i + 3] = (byte) (colour >>> 24);
            }
        }
        return pixels;
    }
}
