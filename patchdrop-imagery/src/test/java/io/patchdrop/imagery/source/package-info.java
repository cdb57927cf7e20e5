@NullMarked
package io.patchdrop.imagery.source;

import org.jspecify.annotations.NullMarked;
