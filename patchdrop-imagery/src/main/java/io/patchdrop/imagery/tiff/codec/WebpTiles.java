package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;

/** Tiles that are WebP images. */
final class WebpTiles implements TileDecoder {
    private final TileFormat format;

    private WebpTiles(TileFormat format) {
        this.format = format;
    }

    static WebpTiles of(TileFormat format) throws UnusableImageException {
        if (format.type() != SampleType.UINT8 || format.samples() < 3 || format.samples() > 4) {
            throw new UnusableImageException("WebP tiles of " + format.samples() + " samples of type " + format.type()
                    + " are not supported (3 and 4 of type UINT8 are)");
        }
        return new WebpTiles(format);
    }

    @Override
    public byte[] decode(byte[] encoded, int rows) throws UnusableImageException {
        format.checkRows(rows);
        int[] colours = Libwebp.decode(encoded, format.width(), rows);
        int samples = format.samples();
        byte[] pixels = new byte[format.decodedBytes(rows)];
        for (int i = 0; i < colours.length; i++) {
            int colour = colours[i];
            pixels[samples * i] = (byte) (colour >> 16);
            pixels[samples * i + 1] = (byte) (colour >> 8);
            pixels[samples * i + 2] = (byte) colour;
            if (samples == 4) {
                pixels[samples * i + 3] = (byte) (colour >>> 24);
            }
        }
        return pixels;
    }
}
