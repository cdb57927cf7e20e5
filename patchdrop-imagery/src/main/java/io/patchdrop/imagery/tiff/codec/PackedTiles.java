package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;
import java.nio.ByteOrder;

/** Tiles whose samples lie there as bytes, once these are unpacked. */
final class PackedTiles implements TileDecoder {
    private final TileFormat format;
    private final Unpacker unpacker;
    private final Predictor predictor;

    private PackedTiles(TileFormat format, Unpacker unpacker, Predictor predictor) {
        this.format = format;
        this.unpacker = unpacker;
        this.predictor = predictor;
    }

    /** Without a predictor, whatever the format says: its field belongs to other compressions. */
    static PackedTiles of(TileFormat format, Unpacker unpacker) throws UnusableImageException {
        return of(format, unpacker, Predictor.NONE);
    }

    static PackedTiles withPredictor(TileFormat format, Unpacker unpacker) throws UnusableImageException {
        return of(format, unpacker, Predictor.of(format));
    }

    private static PackedTiles of(TileFormat format, Unpacker unpacker, Predictor predictor)
            throws UnusableImageException {
        if (format.isYcbcr()) {
            throw new UnusableImageException("YCbCr colours are supported in JPEG tiles only");
        }
        return new PackedTiles(format, unpacker, predictor);
    }

    @Override
    public byte[] decode(byte[] encoded, int rows) throws UnusableImageException {
        format.checkRows(rows);
        byte[] packed = format.fillOrder() == 2 ? reversed(encoded) : encoded;
        byte[] samples = unpacker.unpack(packed, rows * format.storedRowBytes());
        if (format.type() == SampleType.BIT) {
            return bits(samples, rows);
        }
        switch (predictor) {
            case NONE -> toLittleEndian(samples);
            case HORIZONTAL -> {
                toLittleEndian(samples);
                Predictor.addHorizontally(samples, format);
            }
            case FLOATING_POINT -> Predictor.assembleFloats(samples, format); // which know no other byte order
        }
        return samples;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
        }
        return result;
    }

    private void toLittleEndian(byte[] samples) {
        int size = format.type().bytes();
        if (format.order() == ByteOrder.LITTLE_ENDIAN || size == 1) {
            return;
        }
        for (int start = 0; start < samples.length; start += size) {
            for (int low = start, high = start + size - 1; low < high; low++, high--) {
                byte swapped = samples[low];
                samples[low] = samples[high];
                samples[high] = swapped;
            }
        }
    }

    /** One byte for every bit, without the bits that fill up rows. */
    private byte[] bits(byte[] stored, int rows) {
        int perRow = format.width() * format.samples();
        byte[] bits = new byte[format.decodedBytes(rows)];
        for (int row = 0; row < rows; row++) {
            int start = row * format.storedRowBytes();
            for (int i = 0; i < perRow; i++) {
                bits[row * perRow + i] = (byte) ((stored[start + i / 8] >> (7 - i % 8)) & 1);
            }
        }
        return bits;
    }
}
