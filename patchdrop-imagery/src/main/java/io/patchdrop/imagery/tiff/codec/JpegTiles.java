package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.StoredSamples;
import io.patchdrop.imagery.UnusableImageException;
import java.util.Arrays;

/** Tiles that are JPEG images, of the new style (TIFF technical note 2). */
final class JpegTiles implements TileDecoder {
    private static final int MOST_COMPONENTS = 4;

    private final TileFormat format;

    private JpegTiles(TileFormat format) {
        this.format = format;
    }

    static JpegTiles of(TileFormat format) throws UnusableImageException {
        if (format.type() != SampleType.UINT8 || format.samples() > MOST_COMPONENTS) {
            throw new UnusableImageException("JPEG tiles of " + format.samples() + " samples of type " + format.type()
                    + " are not supported (1 to 4 of type UINT8 are)");
        }
        if (format.isYcbcr() && format.samples() != 3) {
            throw new UnusableImageException("YCbCr colours are supported for 3 samples in one tile only");
        }
        return new JpegTiles(format);
    }

    @Override
    public byte[] decode(byte[] encoded, int rows) throws UnusableImageException {
        format.checkRows(rows);
        JpegStream stream = JpegStream.of(format.jpegTables(), encoded);
        // The last strip is as high as what is left of the image, or as all others.
        boolean fits =
                stream.width() == format.width() && (stream.height() == rows || stream.height() == format.height());
        if (!fits || stream.components() != format.samples()) {
            throw new UnusableImageException("damaged: a JPEG of " + stream.width() + " x " + stream.height()
                    + " pixels of " + stream.components() + " components is in the place of " + format.width() + " x "
                    + rows + " of " + format.samples());
        }
        byte[] samples = StoredSamples.ofJpeg(stream.bytes(), stream.width(), stream.height(), stream.components());
        byte[] wanted = Arrays.copyOf(samples, format.decodedBytes(rows));
        if (format.isYcbcr()) {
            Ycbcr.toRgb(wanted);
        }
        return wanted;
    }
}
