@NullMarked
package io.patchdrop.learn.data;

import org.jspecify.annotations.NullMarked;
