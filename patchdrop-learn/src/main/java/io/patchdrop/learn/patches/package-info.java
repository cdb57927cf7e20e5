/** Scenes as tensors, HR image and look, and which of their patches are taken. */
@NullMarked
package io.patchdrop.learn.patches;

import org.jspecify.annotations.NullMarked;
