package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What the tiles of one image have in common, from its TIFF fields. Strips are tiles too: as wide as the image, and as high
 * as RowsPerStrip.
 *
 * @param width pixels, TileWidth
 * @param height pixels, TileLength
 * @param samples per pixel inside a tile: SamplesPerPixel, or 1 if each lies in a plane of its own
 * @param type of every sample
 * @param order of the bytes of a sample in the file
 * @param compression the value of Compression
 * @param photometric the value of PhotometricInterpretation
 * @param predictor the value of Predictor, 1 if there is none; counts for LZW, DEFLATE and Zstandard only
 * @param jpegTables the value of JPEGTables, a JPEG stream without an image; null if there is none
 * @param fillOrder the value of FillOrder, 1 if there is none: 2 if the bits of every byte are reversed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the tables are not changed
public record TileFormat(
        int width,
        int height,
        int samples,
        SampleType type,
        ByteOrder order,
        int compression,
        int photometric,
        int predictor,
        byte @Nullable [] jpegTables,
        int fillOrder) {
    /** Decoded bytes of the largest tile that is taken. */
    static final int MOST_BYTES = 64 << 20;

    private static final int YCBCR = 6;

    /** The decoded bytes of a tile of so many rows. */
    int decodedBytes(int rows) {
        return rows * width * samples * type.bytes();
    }

    /** The bytes of a row in the file, once it is decompressed: rows start at whole bytes. */
    int storedRowBytes() {
        return (width * samples * type.bits() + Byte.SIZE - 1) / Byte.SIZE;
    }

    boolean isYcbcr() {
        return photometric == YCBCR;
    }

    /**
     * Refuses what no tile can be, and what would take too much memory.
     *
     * @throws UnusableImageException saying which
     */
    void check() throws UnusableImageException {
        if (width < 1 || height < 1 || samples < 1) {
            throw new UnusableImageException(
                    "its tiles have " + width + " x " + height + " pixels of " + samples + " samples");
        }
        long most = MOST_BYTES / type.bytes();
        if ((long) width * height > most || (long) width * height * samples > most) {
            throw new UnusableImageException("its tiles of " + width + " x " + height + " pixels of " + samples + " "
                    + type + " samples are larger than " + (MOST_BYTES >> 20) + " MiB");
        }
        if (fillOrder != 1 && fillOrder != 2) {
            throw new UnusableImageException("its fill order is " + fillOrder + ", not 1 or 2");
        }
    }

    /** @throws IllegalArgumentException if a tile cannot have so many rows */
    void checkRows(int rows) {
        if (rows < 1 || rows > height) {
            throw new IllegalArgumentException(rows + " rows of a tile of " + height);
        }
    }
}
