@NullMarked
package io.patchdrop.server.zoom;

import org.jspecify.annotations.NullMarked;
