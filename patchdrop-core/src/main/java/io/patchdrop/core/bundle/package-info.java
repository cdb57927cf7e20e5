/**
 * The bundle, {@code NAME.patchdrop}: a trained model in one file, to be used without what trained it.
 *
 * <p>It is a zip of {@code manifest.json} and the ONNX graphs (opset 17, float32) that it names:
 *
 * <pre>
 * member          which bundles   inputs                          outputs
 * look.onnx       all             look [N, 3, h, w]               logits [N, K], scores [N, P],
 *                                                                 look_features [N, P, F] if F &gt; 0,
 *                                                                 value [N, P + 1] if there is a value head
 * classify.onnx   dense           image [N, 3, H, W]              logits [N, K]
 * encode.onnx     patch-local     patches [M, 3, p, p],           features [M, F']
 *                                 context [M, F] if F &gt; 0
 * pool.onnx       patch-local     features [N, P, F'],            logits [N, K]
 *                                 mask [N, P],
 *                                 look_features [N, P, F] if F &gt; 0
 * </pre>
 *
 * <p>K classes; a grid of G x G = P patches of p x p pixels; H = W the side of the HR image and h = w that of the look;
 * F and F' the lengths of the feature vectors that the look and the encoder give for each patch. The policy takes the
 * patches of {@code scores} of at least 0, and buying goes by falling score. The value head says P(right) = sigmoid(b + sum
 * of w_i over the patches taken) with w_1..w_P, b = {@code value}. With n patches taken, the answer's logits are A[n] * HR +
 * B[n] * LR: those of the classifier and those of the look, weighted by {@code fusion}.
 *
 * <p>Pixels are v / 255, minus the mean and divided by the standard deviation of their channel. The look holds the means
 * of square cells of the normalised image. In a dense bundle the pixels of patches that were not taken are 0, after
 * normalisation; in a patch-local one so are the features of such patches.
 *
 * <p>The manifest's fields, all of which must be there, and no others:
 *
 * <pre>
 * format           "patchdrop-bundle"
 * format_version   1, or 2 if the bundle was calibrated
 * name             what people call the model
 * classes          K names, in the order of the logits
 * grid             G
 * image_size       H, pixels; a multiple of G
 * look_size        h, pixels; divides H
 * normalisation    {"mean": [3 numbers], "std": [3 numbers]} of values from 0 to 1
 * classifier       "dense" or "patch-local"
 * look_features    F, or 0 if the classifier takes nothing of the look
 * patch_features   F', or 0 if dense
 * value_head       whether look.onnx has the output value
 * fusion           P + 1 pairs [A[n], B[n]]
 * steps            rising patch counts from 0 to P at which buying may stop
 * decision         {"kind": "policy"} or {"kind": "patches" | "confidence" | "price", "value": number}
 * budgets          rows {"tau", "accuracy" (percent), "patches" (mean)} measured on the validation split; may be empty
 * guarantees       only in version 2: rows {"epsilon", "delta", "tau", "images", "lost", "accuracy" (percent), "patches"
 *                  (mean), "data"} by rising epsilon: with a probability of at least 1 - delta over the draw of the
 *                  images, buying until the confidence is tau loses at most epsilon of the accuracy of all patches; lost,
 *                  accuracy and patches are those of the images it was calibrated on, which data describes in one line
 * accuracy_by_patches
 *                  only in version 2: rows {"patches", "accuracy" (percent)} measured on the calibration images with the
 *                  patches of highest score, as many of each image; a row for each of the steps, or none at all
 * members          {file name: {"bytes", "sha256"}}
 * provenance       {"command", "config", "seed", "data", "data_fingerprint", "source_revision", "created_by",
 *                  "metrics": {name: number}}
 * </pre>
 *
 * <p>Version 2 differs from version 1 by the fields {@code guarantees} and {@code accuracy_by_patches} alone, which may be
 * empty. Both are read. A bundle with neither is written in version 1, so that it stays the same file, byte for byte, and
 * older programs read it.
 *
 * <p>{@linkplain io.patchdrop.core.bundle.BundleArchive#write Writing} is deterministic: members in the order of their
 * names behind the manifest, not compressed (weights hardly shrink, and loading is quicker), all with the same time.
 * {@linkplain io.patchdrop.core.bundle.BundleArchive#read Reading} takes compressed members too, trusts nothing, and
 * refuses whatever is not exactly as described.
 *
 * <p>This package uses no JSON library. {@link io.patchdrop.core.bundle.ManifestFields} takes the manifest apart into
 * maps, lists, texts and numbers and checks them when it builds one; any JSON library turns these into text and back.
 */
@NullMarked
package io.patchdrop.core.bundle;

import org.jspecify.annotations.NullMarked;
