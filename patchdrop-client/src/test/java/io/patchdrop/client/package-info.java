@NullMarked
package io.patchdrop.client;

import org.jspecify.annotations.NullMarked;
