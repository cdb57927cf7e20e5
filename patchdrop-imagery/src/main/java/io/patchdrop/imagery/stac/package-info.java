/**
 * Items of SpatioTemporal Asset Catalogs, versions 1.0 and 1.1 (<a href="https://stacspec.org">stacspec.org</a>): JSON that
 * says what an image shows, when and where, and in which files it lies.
 */
@NullMarked
package io.patchdrop.imagery.stac;

import org.jspecify.annotations.NullMarked;
