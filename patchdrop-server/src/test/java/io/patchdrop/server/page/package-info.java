/** The page in a browser. */
@NullMarked
package io.patchdrop.server.page;

import org.jspecify.annotations.NullMarked;
