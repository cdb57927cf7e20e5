/** Opens images by what people write for them: a path, an address, a STAC Item. */
@NullMarked
package io.patchdrop.imagery.opening;

import org.jspecify.annotations.NullMarked;
