package io.patchdrop.runtime.zoom;

import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.Look;
import org.jspecify.annotations.Nullable;

/**
 * A chip that was looked at.
 *
 * @param look what the look says; null if it could not be had
 * @param answer from the look alone; null if it could not be had
 * @param failure why not; null if it could
 */
record Looked(Chip chip, @Nullable Look look, @Nullable Answer answer, @Nullable String failure) {}
