/**
 * Jobs: zooms into whole scenes that outlive the request, and the server. A job is a row of a {@link
 * io.patchdrop.server.jobs.JobStore} and a folder in which the zoom keeps what it buys, as {@code patchdrop zoom --out} does:
 *
 * <pre>
 * zoom.json, plan.txt, chips.jsonl, bought/   of the zoom itself: with these it goes on where it was
 * picture/                                    pixels that were bought, for tiles of the scene as it is known so far
 * result.json                                 the document of the zoom, when it is done
 * chips.geojson, overlay.png, ...             what else a zoom writes when it is done
 * </pre>
 *
 * <p>Streams of events and tiles are made from these files, at the pace of whoever reads them. They ask no source for
 * anything.
 */
@NullMarked
package io.patchdrop.server.jobs;

import org.jspecify.annotations.NullMarked;
