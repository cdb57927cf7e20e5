@NullMarked
package io.patchdrop.learn.systems;

import org.jspecify.annotations.NullMarked;
