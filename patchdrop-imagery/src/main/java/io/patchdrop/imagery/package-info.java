/**
 * Where pixels come from: decoding images and resampling them. Two native libraries, Zstandard and libwebp, are loaded when
 * the first tile of a TIFF that is packed so is decoded, and not before.
 *
 * <p>{@link io.patchdrop.imagery.ImageDecoder} makes 8-bit RGB of every image, in height, width, channel order:
 *
 * <ul>
 *   <li><b>Depth</b>: samples of other depths than 8 bits are scaled to 0..255 and rounded. Palettes are looked up.
 *   <li><b>Grey</b> becomes three equal channels, its values unchanged.
 *   <li><b>Alpha</b> is composited on black. A TIFF's samples beyond the colours that it calls unspecified, such as near
 *       infrared, are left out.
 *   <li><b>CMYK and YCCK</b> JPEGs follow the profile that is embedded, else the one that the system has for printing, else
 *       each colour is the product of its ink and of black.
 *   <li><b>Embedded colour profiles</b> of RGB images, <b>gamma</b> and <b>EXIF orientation</b> are ignored, as the common
 *       training pipelines do: a model sees an image as it did when it was trained.
 *   <li><b>Animations</b> and files of several pages are their first image. A GIF's frame counts, not its canvas.
 *   <li><b>Refused</b>: TIFF in CMYK, of more than four components, of more than 16 bits, signed or floating point; BMP around a
 *       JPEG or PNG; what is cut off or fails its checksums; what {@link io.patchdrop.imagery.DecodingLimits} do not
 *       admit.
 * </ul>
 *
 * <p>{@link io.patchdrop.imagery.Resampling} resizes in integers, so the result is the same on every machine.
 */
@NullMarked
package io.patchdrop.imagery;

import org.jspecify.annotations.NullMarked;
