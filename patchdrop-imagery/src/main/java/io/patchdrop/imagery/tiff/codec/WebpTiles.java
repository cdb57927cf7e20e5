package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.webp.Webp;

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
        return Webp.decode(encoded, format.width(), rows, format.samples());
    }
}
