/**
 * Tiled TIFF files, Cloud Optimized GeoTIFFs above all, read by ranges.
 *
 * <p>A TIFF file (Adobe, TIFF revision 6.0; with 64-bit offsets: BigTIFF) is a chain of directories, each a list of fields
 * that describe one image. Its pixels lie in tiles, or in strips, which are tiles as wide as the image; two of the fields
 * are arrays with the offset and the length of each tile. A tile that has neither is empty: its pixels are the file's
 * nodata value, or 0. With planar configuration, each band has tiles of its own.
 *
 * <p>What is read of it, in this order:
 *
 * <ol>
 *   <li>the directories and their short fields, in pages of 16 KiB ({@code Pages}, {@code TiffFile}, {@code TiffImage});
 *   <li>parts of the two arrays, where the tiles in question are listed ({@code TileIndex});
 *   <li>the tiles ({@link io.patchdrop.imagery.tiff.TiffSource#buy}).
 * </ol>
 *
 * <p>The first directory is the image. Those that call themselves reductions are its overviews, if they are smaller and have
 * the same samples; those that call themselves masks belong to the level of their size. Other directories are other pages,
 * and left out.
 *
 * <p>{@link io.patchdrop.imagery.tiff.TiffSource} makes RGB of three bands, or of one as grey. What the package {@code
 * io.patchdrop.imagery} says of depth, grey, palettes and alpha holds here too; other types of samples than 8 and 16 bits
 * need {@link io.patchdrop.imagery.tiff.Rescale}s. What an internal mask or the nodata value leaves out is black; a pixel is
 * nodata if all bands that are shown are.
 */
@NullMarked
package io.patchdrop.imagery.tiff;

import org.jspecify.annotations.NullMarked;
