@NullMarked
package io.patchdrop.imagery.iiif;

import org.jspecify.annotations.NullMarked;
