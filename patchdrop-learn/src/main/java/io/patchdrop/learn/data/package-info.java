/**
 * Labelled image data sets: where they lie, how they are split, decoded, resized and served in batches. No native library.
 *
 * <p>{@link io.patchdrop.learn.data.Dataset#open} understands these layouts:
 *
 * <ul>
 *   <li><b>Folders</b>, in a folder or a {@code .zip}: {@code train/<class>/<image>}, and optionally {@code val/...} and
 *       {@code test/...}; one folder around them is tolerated. Hidden files, {@code __MACOSX}, {@code Thumbs.db} and
 *       {@code desktop.ini} are ignored. Classes are sorted by name.
 *   <li><b>Class folders</b> without splits, {@code <class>/<image>}, in whatever folder: 20 % of each class become the
 *       test split, drawn with the seed.
 *   <li><b>ImageNet</b>: folders whose classes are synsets; {@code val} is the test split.
 *   <li><b>fMoW-rgb</b>: a JSON file beside each image, whose bounding boxes are cut out with context, see {@link
 *       io.patchdrop.learn.data.FmowLayout}.
 *   <li><b>Pairs</b>: {@code hr/...} in one of the layouts above but fMoW's, and {@code lr/...} with an LR image for each.
 *   <li><b>CIFAR-10 and CIFAR-100</b> in their official binary layout, a folder or its {@code .tar.gz}: records of one
 *       (CIFAR-100: two, the second one is used) label bytes and 32 x 32 pixels as three planes.
 *   <li><b>CSV</b> with a header and the columns {@code label}, {@code location} and optionally {@code split} and {@code
 *       look}, the LR image. Relative locations start at the folder of the CSV. Without the column {@code split}, 20 % of
 *       each class become the test split, drawn with the seed.
 *   <li><b>{@code scenes}</b> or {@code scenes:SEED}: the built-in scenes, drawn on demand.
 * </ul>
 *
 * <p>Without a validation split one is held out from train, by class and with the seed. Every image becomes 8-bit RGB in
 * height, width, channel order: its central square, averaged down or interpolated up to the size asked for; an image
 * that has this size already keeps its bytes. Alpha is composited on black. Embedded colour profiles of RGB images and
 * EXIF orientation are ignored, as the common training pipelines do.
 *
 * <p>Nothing is dropped silently: what cannot be read is listed by {@link io.patchdrop.learn.data.Dataset#skipped}, and
 * too much of it is an error.
 */
@NullMarked
package io.patchdrop.learn.data;

import org.jspecify.annotations.NullMarked;
