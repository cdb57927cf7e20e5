@NullMarked
package io.patchdrop.server;

import org.jspecify.annotations.NullMarked;
