/**
 * Models that answer images that are sent: {@code /models}, {@code classify}, {@code look}, {@code anytime}; and the built-in
 * scenes as samples.
 *
 * <p>An image passes through {@link io.patchdrop.server.models.Admission}, which refuses what would have to wait too long; is
 * decoded by one of few threads; and is answered by a {@link io.patchdrop.server.models.Batcher} together with whatever else
 * arrived meanwhile. No thread of the server waits.
 */
@NullMarked
package io.patchdrop.server.models;

import org.jspecify.annotations.NullMarked;
