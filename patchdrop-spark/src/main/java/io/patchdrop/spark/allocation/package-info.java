/**
 * Where money helps most: images are bought step by step, and after each step their confidence is known. How confidences move is
 * counted over the images of the batch itself; what looking further at an image is worth follows by dynamic programming. Plain
 * Java, nothing of Spark.
 */
@NullMarked
package io.patchdrop.spark.allocation;

import org.jspecify.annotations.NullMarked;
