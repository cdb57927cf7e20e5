/**
 * The built-in scenes: images drawn from a seed, in which it matters both <em>where</em> to zoom and <em>when</em>.
 *
 * <p>A scene is 64 x 64 RGB pixels of textured terrain. On it lie one to three small objects of one class, at random
 * places, and up to two distractors. The classes are eight {@linkplain io.patchdrop.core.scenes.Glyph glyphs} of equal
 * ink: in HR each is plain, but in the LR image, where a pixel is the mean of 4 x 4, all of them are the same blob, and so
 * is a distractor. In the remaining <em>plain</em> scenes the objects are painted in a hue of their class, so that the LR
 * look is enough and a good policy takes next to nothing.
 *
 * <p>Everything is drawn with whole numbers from {@link io.patchdrop.core.Seeds}, so that the same seed gives the same
 * bytes on every machine.
 */
@NullMarked
package io.patchdrop.core.scenes;

import org.jspecify.annotations.NullMarked;
