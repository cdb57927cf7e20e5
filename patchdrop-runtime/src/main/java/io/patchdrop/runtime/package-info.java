/**
 * A trained model in use: {@link io.patchdrop.runtime.PatchDropModel} loads a bundle and answers. It needs ONNX Runtime, not
 * what trained the model.
 *
 * <p>A call goes through these stages, a micro-batch of images side by side:
 *
 * <ol>
 *   <li>look: the LR images give class logits, a score for each patch and, where the model has it, what patches are worth;
 *   <li>decide: the {@linkplain io.patchdrop.core.Budget budget} makes an order of purchase and points to stop at of them;
 *   <li>buy: pixels of the patches up to the next point are fetched, and of no others;
 *   <li>classify: the patches that are new are encoded, the classifier answers from all that were bought, and its logits
 *       are fused with the look's. Images that are sure enough leave; the others buy on.
 * </ol>
 */
@NullMarked
package io.patchdrop.runtime;

import org.jspecify.annotations.NullMarked;
