@NullMarked
package io.patchdrop.spark.allocation;

import org.jspecify.annotations.NullMarked;
