/** How well systems answer, from how many patches, on a split that they were not trained on. */
@NullMarked
package io.patchdrop.learn.evaluation;

import org.jspecify.annotations.NullMarked;
