/** What a request to zoom asks for, and the routes that answer it at once. */
@NullMarked
package io.patchdrop.server.zoom;

import org.jspecify.annotations.NullMarked;
