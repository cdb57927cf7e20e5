/**
 * The vocabulary of patchdrop in plain Java: patch grid, masks, policies, reward and metrics. No native library.
 *
 * <p>Words: an HR image is divided into a grid of G x G patches, P = G * G; a <em>mask</em> says which patches are taken;
 * <em>S</em> is the mean number of patches taken.
 */
@NullMarked
package io.patchdrop.core;

import org.jspecify.annotations.NullMarked;
