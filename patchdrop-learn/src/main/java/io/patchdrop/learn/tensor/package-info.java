/**
 * Images and masks as libtorch tensors. Images are {@code [N, 3, H, W]} in channels_last memory order, which libtorch's
 * CPU convolutions run fastest; masks (actions) are {@code [N, P]} of 0 and 1.
 *
 * <p>Every tensor made here belongs to the caller's {@link org.bytedeco.javacpp.PointerScope}: one scope a batch frees
 * them all, and only Java numbers leave it.
 */
@NullMarked
package io.patchdrop.learn.tensor;

import org.jspecify.annotations.NullMarked;
