package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;

/**
 * Decodes the tiles or strips of one image. Safe for use by several threads. Whatever the bytes are, they end in samples or
 * in an {@link UnusableImageException}, within memory that is a small multiple of the tile's size.
 */
public interface TileDecoder {
    /**
     * Chooses the decoder.
     *
     * @throws UnusableImageException if such tiles are not supported, or if one has more than 64 MiB of samples; it says why
     */
    static TileDecoder of(TileFormat format) throws UnusableImageException {
        format.check();
        Compression compression = Compression.of(format.compression());
        return switch (compression) {
            case NONE -> PackedTiles.of(format, Unpacker::stored);
            case PACK_BITS -> PackedTiles.of(format, new PackBits());
            case LZW -> PackedTiles.withPredictor(format, new Lzw());
            case DEFLATE, OLD_DEFLATE -> PackedTiles.withPredictor(format, new Deflate());
            case ZSTANDARD -> PackedTiles.withPredictor(format, new Zstandard());
            case JPEG -> JpegTiles.of(format);
            case WEBP -> WebpTiles.of(format);
        };
    }

    /**
     * Decodes one tile or strip.
     *
     * @param encoded its bytes in the file; not changed
     * @param rows of pixels in it: the format's height, fewer in the last strip
     * @return samples little-endian, {@code [rows, width, samples]}, row by row: exactly {@code rows * width * samples}
     *     times the bytes of a sample
     * @throws UnusableImageException if the bytes are damaged, hold less than a tile, or a JPEG or WebP image of another size
     * @throws IllegalArgumentException if {@code rows} is not in 1 to the format's height
     */
    byte[] decode(byte[] encoded, int rows) throws UnusableImageException;
}
