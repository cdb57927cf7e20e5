/**
 * WebP images, lossy and lossless, with opacity, as they are inside TIFFs: the container (RFC 9649), VP8 key frames (RFC
 * 6386) and VP8L (RFC 9649, chapter 3). In integers throughout; chroma is upsampled, and colours are converted, exactly as
 * the reference decoder libwebp does by default, so that pixels are equal to those of everyone who uses it.
 *
 * <p>Of the lossy kind, {@link io.patchdrop.imagery.webp.Vp8Frame} reads a frame: {@link
 * io.patchdrop.imagery.webp.Vp8Header}, then for each macroblock of 16 x 16 pixels its modes and {@link
 * io.patchdrop.imagery.webp.Vp8Coefficients}, from which {@link io.patchdrop.imagery.webp.Vp8Prediction} and {@link
 * io.patchdrop.imagery.webp.Vp8Transform} make samples. {@link io.patchdrop.imagery.webp.Vp8Filter} smooths the edges
 * between blocks when all are there, and {@link io.patchdrop.imagery.webp.Vp8Colours} makes RGB of it. The lossless kind is
 * {@link io.patchdrop.imagery.webp.LosslessImage}.
 */
@NullMarked
package io.patchdrop.imagery.webp;

import org.jspecify.annotations.NullMarked;
