package io.patchdrop.learn.patches;

import org.bytedeco.pytorch.Tensor;

/**
 * The two views of the same scenes.
 *
 * @param images HR images, normalised {@code [N, 3, H, W]}
 * @param look what is seen of them before any patch is bought, normalised {@code [N, 3, h, w]}
 */
public record Views(Tensor images, Tensor look) {}
