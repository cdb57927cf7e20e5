/**
 * Zooming into images that are bought piece by piece: {@link io.patchdrop.runtime.zoom.Chips} says which squares are to be
 * classified, {@link io.patchdrop.runtime.zoom.Quoting} looks at them and says what would be bought, {@link
 * io.patchdrop.runtime.zoom.Zooming} buys it and classifies.
 */
@NullMarked
package io.patchdrop.runtime.zoom;

import org.jspecify.annotations.NullMarked;
