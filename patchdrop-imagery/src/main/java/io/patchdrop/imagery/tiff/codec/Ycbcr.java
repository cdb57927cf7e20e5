package io.patchdrop.imagery.tiff.codec;

/**
 * JPEG's colours (ITU-T T.871, JFIF, section 7): of full range, with the weights of ITU-R BT.601. In integers with 16 bits
 * after the point, from weights of five digits and rounded once, as libjpeg does it.
 */
final class Ycbcr {
    private static final int POINT = 16;
    private static final int HALF = 1 << (POINT - 1);
    private static final int CENTRE = 128;
    private static final int CR_TO_RED = fixed(1.402);
    private static final int CB_TO_GREEN = fixed(0.34414);
    private static final int CR_TO_GREEN = fixed(0.71414);
    private static final int CB_TO_BLUE = fixed(1.772);

    private Ycbcr() {}

    /** @param pixels {@code [pixels, 3]}: Y, Cb, Cr become red, green, blue */
    static void toRgb(byte[] pixels) {
        for (int i = 0; i < pixels.length; i += 3) {
            int luma = pixels[i] & 0xff;
            int cb = (pixels[i + 1] & 0xff) - CENTRE;
            int cr = (pixels[i + 2] & 0xff) - CENTRE;
            pixels[i] = clamped(luma + ((CR_TO_RED * cr + HALF) >> POINT));
            pixels[i + 1] = clamped(luma + ((HALF - CB_TO_GREEN * cb - CR_TO_GREEN * cr) >> POINT));
            pixels[i + 2] = clamped(luma + ((CB_TO_BLUE * cb + HALF) >> POINT));
        }
    }

    private static int fixed(double weight) {
        return (int) Math.round(weight * (1 << POINT));
    }

    private static byte clamped(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
