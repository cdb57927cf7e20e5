/** JMH benchmarks of what the project promises to be fast; README.md beside the module says how to run them. */
@NullMarked
package io.patchdrop.benchmarks;

import org.jspecify.annotations.NullMarked;
