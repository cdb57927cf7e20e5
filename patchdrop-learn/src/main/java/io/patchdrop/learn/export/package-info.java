/**
 * From a finished run to a bundle: its nets as ONNX graphs, and the manifest that says how they belong together. What a
 * bundle is, {@link io.patchdrop.core.bundle} says.
 */
@NullMarked
package io.patchdrop.learn.export;

import org.jspecify.annotations.NullMarked;
