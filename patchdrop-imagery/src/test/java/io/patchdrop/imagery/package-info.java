@NullMarked
package io.patchdrop.imagery;

import org.jspecify.annotations.NullMarked;
