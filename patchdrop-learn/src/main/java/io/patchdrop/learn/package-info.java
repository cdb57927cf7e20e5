/** Training of patchdrop on libtorch: nets, data sets, stages, evaluation, report. */
@NullMarked
package io.patchdrop.learn;

import org.jspecify.annotations.NullMarked;
