/** The web page: files in the resources of this package, sent as they are. */
@NullMarked
package io.patchdrop.server.page;

import org.jspecify.annotations.NullMarked;
