/**
 * The networks, and their weights in files.
 *
 * <p>A {@link io.patchdrop.learn.nets.NetSpec} is the short text that names a net ({@code cifar-resnet32},
 * {@code resnet50}, {@code grid-resnet8-w16}) and builds it; {@link io.patchdrop.learn.nets.Weights} saves, loads and
 * copies what it has learned. Parameters and buffers carry torchvision's names, so that weights go both ways.
 *
 * <p>Native memory: a {@link io.patchdrop.learn.nets.Net} belongs to whoever built it and lives until it is closed,
 * whichever {@link org.bytedeco.javacpp.PointerScope} was open at its birth. Tensors belong to the innermost scope: keep
 * one around each batch, as in {@link io.patchdrop.learn.nets.Torch#inScope}. Nets are not safe for use by several
 * threads at once, except for {@code forward} in eval mode.
 */
@NullMarked
package io.patchdrop.learn.nets;

import org.jspecify.annotations.NullMarked;
