@NullMarked
package io.patchdrop.imagery.tiff;

import org.jspecify.annotations.NullMarked;
