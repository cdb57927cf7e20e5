@NullMarked
package io.patchdrop.spark;

import org.jspecify.annotations.NullMarked;
