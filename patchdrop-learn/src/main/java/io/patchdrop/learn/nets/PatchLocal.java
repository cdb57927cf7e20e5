package io.patchdrop.learn.nets;

import io.patchdrop.learn.onnx.OnnxGraph;
import org.jspecify.annotations.Nullable;

/**
 * A classifier of masked images whose patches are encoded each on its own: what a patch costs is paid only where it is
 * taken. It falls into two graphs, an encoder of patches, packed from any images, and a pool that answers from the encoded
 * patches of each image.
 */
public interface PatchLocal {
    /** F': length of an encoded patch. */
    int patchFeatures();

    /** F: length of what the net takes of the look for each patch; 0 if it takes nothing. */
    int lookFeatures();

    /**
     * Writes what the look says of each patch.
     *
     * @param look name of {@code [N, 3, h, w]}
     * @return name of {@code [N, P, F]}; null if F is 0
     */
    @Nullable
    String writeLookFeatures(OnnxGraph graph, String look);

    /**
     * Writes the encoder.
     *
     * @param patches name of {@code [M, 3, p, p]}, normalised
     * @param context name of {@code [M, F]}, each patch's look features; null if F is 0
     * @return name of {@code [M, F']}
     */
    String writeEncoder(OnnxGraph graph, String patches, @Nullable String context);

    /**
     * Writes the pool.
     *
     * @param features name of {@code [N, P, F']}, zero where a patch is not taken
     * @param mask name of {@code [N, P]} of 0 and 1: the patches taken
     * @param lookFeatures name of {@code [N, P, F]}; null if F is 0
     * @return name of the logits, {@code [N, outputs]}
     */
    String writePool(OnnxGraph graph, String features, String mask, @Nullable String lookFeatures);
}
