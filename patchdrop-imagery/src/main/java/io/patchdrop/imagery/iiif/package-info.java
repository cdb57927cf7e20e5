/**
 * Images of services that speak the IIIF Image API, version 2 or 3 (<a href="https://iiif.io/api/image/3.0/">iiif.io</a>).
 *
 * <p>A service describes its image in {@code info.json} and cuts out what is asked for: the address {@code
 * BASE/region/size/rotation/quality.format} is a small image of its own. A piece is one such image. How many bytes it has is
 * known once it is there, so costs are estimates: what the pieces of a level that were bought took for each pixel, or a
 * quarter of a byte for JPEG and two bytes for PNG as long as none was.
 *
 * <p>What is bought is kept in a {@link io.patchdrop.imagery.bytes.RangeStore}: the pieces of all levels are numbered, and
 * piece n is kept as bytes from {@code n * 2^26} on. So it is never bought twice, also when the work goes on after a kill.
 */
@NullMarked
package io.patchdrop.imagery.iiif;

import org.jspecify.annotations.NullMarked;
