@NullMarked
package io.patchdrop.imagery.stac;

import org.jspecify.annotations.NullMarked;
