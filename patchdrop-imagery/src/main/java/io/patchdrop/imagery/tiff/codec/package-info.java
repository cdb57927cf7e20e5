/**
 * What is inside a TIFF's tiles and strips: compressed bytes in, samples out. Nothing here knows where the bytes come from.
 *
 * <p>A {@link io.patchdrop.imagery.tiff.codec.TileFormat} says what the file's fields say of all tiles, and a {@link
 * io.patchdrop.imagery.tiff.codec.TileDecoder} made for it decodes them, one by one, in as many threads as one likes.
 * Decoding is, in this order (Adobe, TIFF revision 6.0, and its technical notes 1 to 3):
 *
 * <ol>
 *   <li><b>Compression</b>: none, LZW, DEFLATE, PackBits and Zstandard give bytes; JPEG and WebP give 8-bit samples, and end
 *       here. A JPEG's colours are what the TIFF says of them: YCbCr becomes RGB, everything else stays as it is, whatever
 *       markers the JPEG has.
 *   <li><b>Predictor</b>, of LZW, DEFLATE and Zstandard only: horizontal differences, or those of floating point numbers.
 *   <li><b>Byte order</b>: samples come out little-endian.
 * </ol>
 *
 * <p>A tile that holds more than it should is cut, as GDAL does; one that holds less is damaged. JPEG and WebP tiles say
 * themselves how large they are, and must be right.
 */
@NullMarked
package io.patchdrop.imagery.tiff.codec;

import org.jspecify.annotations.NullMarked;
