@NullMarked
package io.patchdrop.runtime;

import org.jspecify.annotations.NullMarked;
