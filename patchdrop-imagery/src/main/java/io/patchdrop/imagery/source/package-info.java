/**
 * Images that are bought piece by piece: a tiled file that is read by ranges, a service that cuts out regions.
 *
 * <p>An {@link io.patchdrop.imagery.source.ImageSource} has levels, the first of full resolution. Of a level one buys the
 * {@link io.patchdrop.imagery.source.Piece}s that a window touches, and then reads the window's pixels. What is bought
 * stays bought.
 */
@NullMarked
package io.patchdrop.imagery.source;

import org.jspecify.annotations.NullMarked;
