@NullMarked
package io.patchdrop.imagery.bytes;

import org.jspecify.annotations.NullMarked;
