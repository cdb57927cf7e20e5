/**
 * Optimisers whose whole state is named tensors, so that a checkpoint is plain safetensors and a resumed run continues
 * bit for bit. libtorch's own optimisers keep theirs behind addresses and save it as a pickle.
 */
@NullMarked
package io.patchdrop.learn.optimiser;

import org.jspecify.annotations.NullMarked;
