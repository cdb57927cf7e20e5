/**
 * Where pixels come from: decoding images and resampling them. No native library.
 *
 * <p>Every image becomes 8-bit RGB in height, width, channel order. Alpha is composited on black. Embedded colour profiles
 * of RGB images and EXIF orientation are ignored, as the common training pipelines do.
 */
@NullMarked
package io.patchdrop.imagery;

import org.jspecify.annotations.NullMarked;
