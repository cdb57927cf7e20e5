/** Tests of what a zoom writes. */
@NullMarked
package io.patchdrop.runtime.zoom.output;

import org.jspecify.annotations.NullMarked;
