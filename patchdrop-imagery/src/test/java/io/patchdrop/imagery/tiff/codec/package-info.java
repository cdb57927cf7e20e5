@NullMarked
package io.patchdrop.imagery.tiff.codec;

import org.jspecify.annotations.NullMarked;
