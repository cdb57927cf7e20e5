/** Tests of zooming, on an image that is kept in memory. */
@NullMarked
package io.patchdrop.runtime.zoom;

import org.jspecify.annotations.NullMarked;
