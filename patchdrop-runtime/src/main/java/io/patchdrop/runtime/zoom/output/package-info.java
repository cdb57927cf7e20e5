/**
 * What a zoom writes when it is done. Beside {@code chips.jsonl}, which grows during the zoom, a folder gets:
 *
 * <pre>
 * chips.geojson    a Feature (RFC 7946) for each chip: its footprint and its result; if the image says where it lies
 * patches.geojson  the same for each patch that was bought
 * mask.tif         classes: a pixel has 1 + the number of the class under its middle, 0 where there is no answer
 * taken.tif        255 where a patch was bought, else 0
 * overlay.png      a picture: chips outlined in the colours of their classes, bought patches sharp, the rest dimmed
 * report.json      {"total", "report"}, as the command's JSON has them
 * item.json        a STAC Item of all this
 * </pre>
 *
 * <p>A pixel of the masks is as large as a patch of the smallest chip. Where chips overlap, the class is that of the last
 * one that has an answer.
 */
@NullMarked
package io.patchdrop.runtime.zoom.output;

import org.jspecify.annotations.NullMarked;
