/** Whole runs: which stages are trained in which order, what is evaluated, and what a run shows of itself. */
@NullMarked
package io.patchdrop.learn.recipe;

import org.jspecify.annotations.NullMarked;
