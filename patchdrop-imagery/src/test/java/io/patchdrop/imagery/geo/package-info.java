@NullMarked
package io.patchdrop.imagery.geo;

import org.jspecify.annotations.NullMarked;
