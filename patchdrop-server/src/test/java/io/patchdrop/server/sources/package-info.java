@NullMarked
package io.patchdrop.server.sources;

import org.jspecify.annotations.NullMarked;
