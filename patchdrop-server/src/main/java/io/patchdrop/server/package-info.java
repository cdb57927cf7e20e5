/** Serves bundles: a REST API and a web page. {@link io.patchdrop.server.PatchDropServer} is where to begin. */
@NullMarked
package io.patchdrop.server;

import org.jspecify.annotations.NullMarked;
