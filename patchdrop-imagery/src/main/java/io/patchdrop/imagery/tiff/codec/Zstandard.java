package io.patchdrop.imagery.tiff.codec;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.patchdrop.imagery.UnusableImageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Zstandard (RFC 8878). What a frame says of its size is not asked: it may be wrong. */
final class Zstandard implements Unpacker {
    /** Which every decoder should take, by the RFC. */
    private static final int USUAL_WINDOW_BITS = 23;

    private static final int LARGEST_WINDOW_BITS = 27;

    @Override
    public byte[] unpack(byte[] packed, int length) throws UnusableImageException {
        try (ZstdInputStreamNoFinalizer stream = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(packed))) {
            stream.setLongMax(windowBits(length));
            byte[] bytes = stream.readNBytes(length);
            if (bytes.length < length) {
                throw new UnusableImageException(TOO_SHORT);
            }
            return bytes;
        } catch (UnusableImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new UnusableImageException("damaged: a tile is no valid Zstandard frame", e);
        }
    }

    /** Of the largest window that a frame may ask for, since it is memory: a tile's size needs no more than twice that. */
    private static int windowBits(int length) {
        int needed = Integer.SIZE - Integer.numberOfLeadingZeros(length);
        return Math.min(LARGEST_WINDOW_BITS, Math.max(USUAL_WINDOW_BITS, needed));
    }
}
