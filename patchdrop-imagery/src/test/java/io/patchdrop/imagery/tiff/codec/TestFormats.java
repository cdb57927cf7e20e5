package io.patchdrop.imagery.tiff.codec;

import java.nio.ByteOrder;

/** Formats of tiles, from the plainest one on: little-endian, black is zero, no predictor. */
final class TestFormats {
    static final int BLACK_IS_ZERO = 1;
    static final int RGB = 2;
    static final int YCBCR = 6;

    private TestFormats() {}

    static TileFormat of(int width, int height, int samples, SampleType type, int compression) {
        return new TileFormat(
                width, height, samples, type, ByteOrder.LITTLE_ENDIAN, compression, BLACK_IS_ZERO, 1, null, 1);
    }

    static TileFormat photometric(TileFormat format, int photometric) {
        return new TileFormat(
                format.width(),
                format.height(),
                format.samples(),
                format.type(),
                format.order(),
                format.compression(),
                photometric,
                format.predictor(),
                format.jpegTables(),
                format.fillOrder());
    }

    static TileFormat predicted(TileFormat format, int predictor, ByteOrder order) {
        return new TileFormat(
                format.width(),
                format.height(),
                format.samples(),
                format.type(),
                order,
                format.compression(),
                format.photometric(),
                predictor,
                format.jpegTables(),
                format.fillOrder());
    }

    static TileFormat fillOrder(TileFormat format, int fillOrder) {
        return new TileFormat(
                format.width(),
                format.height(),
                format.samples(),
                format.type(),
                format.order(),
                format.compression(),
                format.photometric(),
                format.predictor(),
                format.jpegTables(),
                fillOrder);
    }
}
