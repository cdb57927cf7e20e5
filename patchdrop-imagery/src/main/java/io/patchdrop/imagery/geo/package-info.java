/** Where on Earth an image lies: coordinate systems, footprints, areas. */
@NullMarked
package io.patchdrop.imagery.geo;

import org.jspecify.annotations.NullMarked;
