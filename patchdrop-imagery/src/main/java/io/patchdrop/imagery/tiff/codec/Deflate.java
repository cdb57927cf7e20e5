package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** DEFLATE in the zlib format (RFC 1950 and 1951). */
final class Deflate implements Unpacker {
    @Override
    public byte[] unpack(byte[] packed, int length) throws UnusableImageException {
        byte[] bytes = new byte[length];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            int filled = 0;
            int count = 1;
            while (filled < length && count > 0) {
                count = inflater.inflate(bytes, filled, length - filled);
                filled += count;
            }
            if (filled < length) {
                throw new UnusableImageException(TOO_SHORT);
            }
            // One byte more makes it see the end, if that is here, and compare the checksum before it.
            inflater.inflate(new byte[1]);
            return bytes;
        } catch (DataFormatException e) {
            throw new UnusableImageException("damaged: a tile is no valid DEFLATE stream", e);
        } finally {
            inflater.end();
        }
    }
}
