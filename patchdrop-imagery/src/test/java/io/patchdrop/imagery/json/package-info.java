@NullMarked
package io.patchdrop.imagery.json;

import org.jspecify.annotations.NullMarked;
